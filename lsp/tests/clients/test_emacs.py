"""The mode of `editors/emacs`: it compiles without a warning, its own tests pass, and eglot drives the server with it."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from conftest import HERE, ROOT

MODE = ROOT / "editors/emacs"
SCRIPT = HERE / "emacs.el"
STEPS = re.findall(r"^\(ert-deftest (\S+)", SCRIPT.read_text(), re.MULTILINE)


def emacs(*arguments: str, folder: Path, **environment: str) -> None:
    ended = subprocess.run(
        [os.environ.get("EMACS", "emacs"), "-Q", "--batch", "-L", str(folder), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=90,
    )
    if ended.returncode != 0:
        pytest.fail(ended.stdout + ended.stderr, pytrace=False)


def test_it_compiles_without_a_warning(tmp_path: Path) -> None:
    for source in MODE.glob("*.el"):
        (tmp_path / source.name).write_text(source.read_text())
    compile_one = "(setq byte-compile-error-on-warn t)"
    emacs("--eval", compile_one, "-f", "batch-byte-compile", str(tmp_path / "whenbook-mode.el"), folder=tmp_path)


def test_its_own_tests_pass() -> None:
    emacs("-l", str(MODE / "whenbook-mode-tests.el"), "-f", "ert-run-tests-batch-and-exit", folder=MODE)


@pytest.mark.parametrize("step", STEPS)
def test_eglot(step: str, server: str, books: Path) -> None:
    run = f"(ert-run-tests-batch-and-exit '{step})"
    emacs("-l", str(SCRIPT), "--eval", run, folder=MODE, WHENBOOK_LSP=server, WHENBOOK_BOOKS=str(books))
