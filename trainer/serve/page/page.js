"use strict";

// The terminal that comes with textual-serve opens one WebSocket when the page has loaded, and never another one.
// `Line` stands in its place: it opens the real one again when it is lost, and says on the page what has happened.
(() => {
  const SIZES = [
    { width: 1200, height: 720, columns: 110, rows: 30 },
    { width: 0, height: 0, columns: 80, rows: 24 },
  ];
  const CELL = { width: 0.6, height: 1.32 };
  const [SMALLEST, LARGEST] = [10, 24];
  const WAITS = [250, 500, 1000, 2000, 4000, 8000, 15000, 30000];
  const PIECE = 4000;
  const KEYS = {
    Escape: "\x1b",
    Tab: "\t",
    ArrowUp: "\x1b[A",
    ArrowDown: "\x1b[B",
    PageUp: "\x1b[5~",
    PageDown: "\x1b[6~",
    Enter: "\r",
  };
  const LOST = "Connection lost. Everything said so far is kept. Reload this page to go on.";
  const ENDED = {
    1008: "The trainer did not understand this page. Reload it to go on; everything said so far is kept.",
    4001: "This is open in another window.",
    4002: "You have left. Everything is kept.",
    4003: "Too many are here at the moment. Wait a little, then open it again.",
    4004: "The trainer had to stop. What was shown as said is kept. Where this comes again, tell whoever gave you the link.",
  };
  const AGAIN = { 4001: "Use it here", 4002: "Open it again", lost: "Reload" };

  const RealSocket = window.WebSocket;
  const find = (selector) => document.querySelector(selector);
  let line = null;

  function say(text, button, code) {
    const notice = find("#notice");
    notice.hidden = text === "";
    notice.querySelector("p").textContent = text;
    find("#again").textContent = button || "Open it again";
    find("#forget").hidden = code !== 4002;
    notice.classList.toggle("over", code !== undefined);
    if (text !== "") find("#again").focus();
  }

  function focusTerminal() {
    find(".xterm-helper-textarea")?.focus({ preventScroll: true });
  }

  class Line extends EventTarget {
    constructor(address) {
      super();
      line = this;
      this.size = Object.fromEntries(new URLSearchParams(address.split("?")[1]));
      this.tries = 0;
      this.isOver = false;
      this.open();
    }

    open() {
      clearTimeout(this.retry);
      const scheme = location.protocol === "https:" ? "wss:" : "ws:";
      this.socket = new RealSocket(`${scheme}//${location.host}/screen?${new URLSearchParams(this.size)}`);
      this.socket.binaryType = "arraybuffer";
      this.socket.addEventListener("open", () => this.dispatchEvent(new Event("open")));
      this.socket.addEventListener("message", (event) => this.show(event));
      this.socket.addEventListener("close", (event) => this.lose(event));
    }

    show(event) {
      if (!this.isShown) {
        this.isShown = true;
        this.tries = 0;
        say("");
        focusTerminal();
        if (document.hasFocus()) this.tell(["focus"]);
      }
      this.dispatchEvent(new MessageEvent("message", { data: event.data }));
    }

    lose(event) {
      this.isShown = false;
      if (event.code in ENDED) {
        this.isOver = true;
        say(ENDED[event.code], AGAIN[event.code], event.code);
        return;
      }
      say(LOST, AGAIN.lost);
      if (this.tries < WAITS.length) this.retry = setTimeout(() => this.tryAgain(), WAITS[this.tries++]);
    }

    // A page that nobody looks at does not try: it would take the screen from the page that somebody looks at.
    tryAgain() {
      const isClosed = this.socket.readyState === RealSocket.CLOSED;
      if (isClosed && !this.isOver && document.visibilityState === "visible") this.open();
    }

    tell(what) {
      if (this.socket.readyState === RealSocket.OPEN) this.socket.send(JSON.stringify(what));
    }

    send(text) {
      const [kind, content] = JSON.parse(text);
      if (kind === "resize") this.size = content;
      if (kind === "stdin") this.type(content);
      else if (kind !== "ping") this.tell(content === undefined ? [kind] : [kind, content]);
    }

    type(keys) {
      const letters = Array.from(keys);
      for (let at = 0; at < letters.length; at += PIECE) this.tell(["stdin", letters.slice(at, at + PIECE).join("")]);
    }
  }
  window.WebSocket = Line;

  function measure() {
    const [width, height] = [window.innerWidth, roomBelow(window.innerHeight)];
    const { columns, rows } = SIZES.find((size) => width >= size.width && height >= size.height);
    const size = Math.min(width / columns / CELL.width, height / rows / CELL.height);
    return Math.max(SMALLEST, Math.min(LARGEST, Math.floor(size)));
  }

  function roomBelow(height) {
    return height - find("#keys").offsetHeight;
  }

  // An on-screen keyboard takes room without the window becoming smaller.
  function fillRoom() {
    const terminal = find("#terminal");
    const least = 15 * CELL.height * Number(terminal.dataset.fontSize) + 1;
    const seen = window.visualViewport ? window.visualViewport.height : window.innerHeight;
    terminal.style.height = `${Math.max(least, roomBelow(seen))}px`;
  }

  document.addEventListener("DOMContentLoaded", () => {
    find("#terminal").dataset.fontSize = measure();
    fillRoom();
    window.addEventListener("resize", fillRoom);
    window.visualViewport?.addEventListener("resize", () => {
      fillRoom();
      window.dispatchEvent(new Event("resize"));
    });
    screen.orientation?.addEventListener("change", () => location.reload());

    find("#again").addEventListener("click", () => location.reload());
    find("#forget").addEventListener("click", async () => {
      await fetch("/forget", { method: "POST" });
      location.reload();
    });
    for (const button of document.querySelectorAll("#keys button")) {
      button.tabIndex = -1;
      button.addEventListener("pointerdown", (event) => event.preventDefault());
      button.addEventListener("click", () => line?.type(KEYS[button.dataset.keys]));
    }
    for (const [target, name] of [[window, "online"], [document, "visibilitychange"]]) {
      target.addEventListener(name, () => line?.tryAgain());
    }

    // Reloading and the whole screen are the browser's.
    window.addEventListener("keydown", (event) => {
      if (["F5", "F11", "F12"].includes(event.key)) event.stopImmediatePropagation();
    }, true);

    // The terminal measures its letters when it begins, so the font has to be there.
    const begin = window.onload;
    window.onload = null;
    const fonts = ["", "bold ", "italic "].map((style) => document.fonts.load(`${style}20px "Roboto Mono"`));
    Promise.allSettled(fonts).then(() => begin());
  });
})();
