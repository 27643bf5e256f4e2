"""The plugin of `editors/neovim` in Neovim, one process for each step of `neovim.lua`."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from conftest import HERE, ROOT

SCRIPT = HERE / "neovim.lua"
STEPS = re.findall(r"^function steps\.(\w+)", SCRIPT.read_text(), re.MULTILINE)


@pytest.mark.parametrize("step", STEPS)
def test_neovim(step: str, server: str, books: Path) -> None:
    environment = {
        **os.environ,
        "WHENBOOK_LSP": server,
        "WHENBOOK_BOOK": str(books / "book"),
        "WHENBOOK_PLUGIN": str(ROOT / "editors/neovim"),
        "XDG_CONFIG_HOME": str(books / "config"),
        "XDG_STATE_HOME": str(books / "state"),
    }
    command = [os.environ.get("NVIM", "nvim"), "--headless", "-n", "-i", "NONE", "-u", str(HERE / "init.lua"), "-l", str(SCRIPT), step]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, cwd=books)
    said = ended.stdout + ended.stderr
    if ended.returncode != 0 or not said.rstrip().endswith("ok"):
        pytest.fail(said, pytrace=False)
