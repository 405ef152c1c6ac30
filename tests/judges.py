"""Two judges of learning records, each in a folder of its own that is filled once: they pin what we do not."""

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
NODE_JUDGE: Final = "@learninglocker/xapi-validation@3.0.0"
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


def node_folder() -> Path:
    """Return a folder in which the judge for Node is installed."""
    folder = FOLDER / "xapi-validation-3.0.0"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with FileLock(FOLDER / "node.lock"):
        if not (folder / "whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            (folder / "package.json").write_text("{}")
            subprocess.run(
                ["npm", "install", "--silent", "--no-audit", "--no-fund", NODE_JUDGE], cwd=folder, check=True
            )
            (folder / "whole").touch()
    return folder


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
