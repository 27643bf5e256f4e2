"""What the tests of all editors share: the server that cargo has built, and a copy of the books to change at will."""

import os
import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@pytest.fixture(scope="session")
def server() -> str:
    path = Path(os.environ.get("WHENBOOK_LSP", ROOT / "target/debug/whenbook-lsp"))
    assert path.exists(), f"{path} is not there: cargo build -p whenbook-lsp"
    return str(path)


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A folder with the books `book`, `broken` and `messy`."""
    for name in ("book", "broken", "messy"):
        shutil.copytree(HERE / name, tmp_path / name)
    return tmp_path
