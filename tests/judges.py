"""Judges of what others read, each in a folder of its own that is filled once: they pin what we do not.

Two are of learning records, and two draw graphs: Mermaid, and Graphviz as it runs in Node.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

RALPH: Final = "5.1.0"
NODE_JUDGE: Final = ("@learninglocker/xapi-validation@3.0.0",)
DRAWING: Final = ("mermaid@11.17.2", "jsdom@26.1.0", "@viz-js/viz@3.31.0")
FOLDER: Final = Path(os.environ.get("TRAINER_TEST_TOOLS", Path.home() / ".cache" / "dialogue-trainer-tests"))
_ASK_RALPH: Final = """
import json, sys
from ralph.models.xapi.base.statements import BaseXapiStatement
for line in sys.stdin:
    try:
        BaseXapiStatement.model_validate(json.loads(line))
    except (ValueError, KeyError) as error:  # a key that it reads before it looks for it
        print(json.dumps(repr(error)))
    else:
        print(json.dumps(""))
"""
_ASK_NODE: Final = """
const judge = require("@learninglocker/xapi-validation").default;
const lines = require("fs").readFileSync(0, "utf8").split("\\n").filter(Boolean);
for (const line of lines) {
  const warnings = judge(JSON.parse(line), ["statement"]);
  console.log(JSON.stringify(warnings.length ? JSON.stringify(warnings) : ""));
}
"""
_ASK_MERMAID: Final = """
import { JSDOM } from "jsdom";
import { readFileSync } from "fs";
const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
const text = JSON.parse(readFileSync(0, "utf8"));
await mermaid.parse(text);
const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
const drawn = { edges: db.getEdges().map((each) => [each.start, each.end, each.text]) };
drawn.vertices = [...db.getVertices().values()].map((each) => [each.id, each.text]);
drawn.groups = db.getSubGraphs().map((each) => [each.title, each.nodes]);
console.log(JSON.stringify(drawn));
"""
_ASK_GRAPHVIZ: Final = """
import { instance } from "@viz-js/viz";
import { readFileSync } from "fs";
const drawn = (await instance()).render(JSON.parse(readFileSync(0, "utf8")), { format: "svg" });
console.log(JSON.stringify({ svg: drawn.output, errors: drawn.errors.filter((each) => each.level !== "warning") }));
"""


def ralph_python() -> str:
    """Return the Python of a folder in which Ralph is installed."""
    folder = FOLDER / f"ralph-{RALPH}"
    python = folder / "bin" / "python"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with FileLock(FOLDER / "ralph.lock"):
        if not (folder / "whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            wanted = f"ralph-malph[cli,lrs,backends]=={RALPH}"
            subprocess.run([str(python), "-m", "pip", "install", "-q", wanted], check=True)
            (folder / "whole").touch()
    return str(python)


def node_folder(name: str = "xapi-validation-3.0.0", packages: Sequence[str] = NODE_JUDGE) -> Path:
    """Return a folder in which `packages` for Node are installed."""
    folder = FOLDER / name
    FOLDER.mkdir(parents=True, exist_ok=True)
    with FileLock(FOLDER / "node.lock"):
        if not (folder / "whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            (folder / "package.json").write_text("{}")
            subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *packages], cwd=folder, check=True)
            (folder / "whole").touch()
    return folder


def mermaid(text: str) -> dict[str, Any]:
    """Return what Mermaid reads in `text`: its `vertices`, `edges` and `groups`."""
    return _drawn(_ASK_MERMAID, text)


def graphviz(text: str) -> dict[str, Any]:
    """Return the `svg` that Graphviz draws of `text`, and its `errors`."""
    return _drawn(_ASK_GRAPHVIZ, text)


def _drawn(judge: str, text: str) -> dict[str, Any]:
    folder = node_folder("drawing-1", DRAWING)
    called = ["node", "--input-type=module", "-e", judge]
    done = subprocess.run(called, input=json.dumps(text), capture_output=True, text=True, cwd=folder, check=False)
    assert done.returncode == 0, done.stderr
    drawn: dict[str, Any] = json.loads(done.stdout)
    return drawn


def ralph(statements: Sequence[object]) -> list[str]:
    """Return what Ralph's base model says against each of `statements`; nothing where it takes one."""
    return _said([ralph_python(), "-c", _ASK_RALPH], statements, Path.cwd())


def node(statements: Sequence[object]) -> list[str]:
    """Return what the judge for Node says against each of `statements`; nothing where it takes one."""
    return _said(["node", "-e", _ASK_NODE], statements, node_folder())


def _said(judge: list[str], statements: Sequence[object], folder: Path) -> list[str]:
    asked = "".join(json.dumps(each) + "\n" for each in statements)
    done = subprocess.run(judge, input=asked, capture_output=True, text=True, cwd=folder, check=True)
    said: list[Any] = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(statements) == len(said)
    return said
