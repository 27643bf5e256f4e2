"""Whole sessions, as VS Code, Neovim and Emacs have them: with what each says that it can do, in the units that each wants."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, AsyncIterator

import pytest
import pytest_asyncio
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from texts import edited, part, position

ENCODINGS = {"visual_studio_code": "utf-16", "neovim": "utf-8", "emacs": "utf-8"}


@dataclass
class Session:
    """An editor with the books open in it."""

    client: LanguageClient
    books: Path
    encoding: str
    offers: types.ServerCapabilities
    texts: dict[str, str]

    def uri(self, name: str) -> str:
        return (self.books / name).as_uri()

    def open(self, name: str) -> types.TextDocumentIdentifier:
        uri = self.uri(name)
        self.texts[uri] = (self.books / name).read_text()
        document = types.TextDocumentItem(uri=uri, language_id="whenbook", version=1, text=self.texts[uri])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=document))
        return types.TextDocumentIdentifier(uri=uri)

    def replace(self, document: types.TextDocumentIdentifier, old: str, new: str) -> None:
        """Types `new` over the first `old`, as one change."""
        text = self.texts[document.uri]
        start = text.index(old)
        span = types.Range(self.at(document, start), self.at(document, start + len(old)))
        self.texts[document.uri] = text.replace(old, new, 1)
        versioned = types.VersionedTextDocumentIdentifier(uri=document.uri, version=2)
        change = types.TextDocumentContentChangePartial(range=span, text=new)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(versioned, [change]))

    def at(self, document: types.TextDocumentIdentifier, index: int) -> types.Position:
        return position(self.texts[document.uri], index, self.encoding)

    def place(self, document: types.TextDocumentIdentifier, text: str, after: bool = False) -> dict[str, Any]:
        index = self.texts[document.uri].index(text) + (len(text) if after else 0)
        return {"text_document": document, "position": self.at(document, index)}

    def part(self, document: types.TextDocumentIdentifier, span: types.Range) -> str:
        return part(self.texts[document.uri], span, self.encoding)

    async def diagnostics(self, document: types.TextDocumentIdentifier) -> list[types.Diagnostic]:
        """Asked for by those who can and may, waited for by the others."""
        able = self.client.capabilities.text_document
        if self.offers.diagnostic_provider and able and able.diagnostic:
            report = await self.client.text_document_diagnostic_async(types.DocumentDiagnosticParams(document))
            return list(report.items)
        while document.uri not in self.client.diagnostics:
            await self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        return list(self.client.diagnostics[document.uri])

    def applied(self, edit: types.WorkspaceEdit) -> dict[str, str]:
        """The texts after an edit, by the name of the file."""
        edits = {uri: list(changes) for uri, changes in (edit.changes or {}).items()}
        for change in edit.document_changes or []:
            edits[change.text_document.uri] = list(change.edits)
        written = {Path(uri).name: (self.books / "book" / Path(uri).name, uri) for uri in edits}
        return {
            name: edited(self.texts.get(uri) or path.read_text(), edits[uri], self.encoding)
            for name, (path, uri) in written.items()
        }


@pytest_asyncio.fixture(params=list(ENCODINGS))
async def session(request: pytest.FixtureRequest, server: str, books: Path) -> AsyncIterator[Session]:
    client = ClientServerConfig(server_command=[server]).client_factory()
    await client.start_io(server)
    parameters = types.InitializeParams(
        capabilities=client_capabilities(request.param),
        workspace_folders=[types.WorkspaceFolder(uri=(books / "book").as_uri(), name="book")],
    )
    answer = await client.initialize_session(parameters)
    encoding = answer.capabilities.position_encoding or "utf-16"
    assert encoding == ENCODINGS[request.param]
    yield Session(client, books, encoding, answer.capabilities, {})
    await client.shutdown_session()
    assert client._server.returncode == 0
    await client.stop()


@pytest.mark.asyncio
async def test_a_finding_is_shown_and_goes_away(session: Session) -> None:
    document = session.open("broken/broken.when")
    [finding] = await session.diagnostics(document)
    assert (finding.code, session.part(document, finding.range)) == ("E0204", "user.nmae")
    session.client.diagnostics.clear()
    session.replace(document, "user.nmae", "user.name or 고객")
    assert await session.diagnostics(document) == []


@pytest.mark.asyncio
async def test_a_fix_is_applied(session: Session) -> None:
    document = session.open("broken/broken.when")
    [finding] = await session.diagnostics(document)
    context = types.CodeActionContext(diagnostics=[finding], only=[types.CodeActionKind.QuickFix])
    parameters = types.CodeActionParams(document, finding.range, context)
    actions = await session.client.text_document_code_action_async(parameters)
    fix = next(action for action in actions if "user.name" in action.title)
    if fix.edit is None:
        fix = await session.client.code_action_resolve_async(fix)
    assert '"안녕 👋 {user.name} 님"' in session.applied(fix.edit)["broken.when"]


@pytest.mark.asyncio
async def test_a_half_typed_placeholder_is_completed(session: Session) -> None:
    document = session.open("book/texts.when")
    session.replace(document, "어서 오세요 👋", "어서 오세요 👋 {user.pl")
    place = session.place(document, "👋 {user.pl", after=True)
    answer = await session.client.text_document_completion_async(types.CompletionParams(**place))
    items = answer.items if isinstance(answer, types.CompletionList) else answer
    plan = next(item for item in items if "plan" in item.label)
    if isinstance(plan.text_edit, (types.TextEdit, types.InsertReplaceEdit)):
        span = plan.text_edit.range if isinstance(plan.text_edit, types.TextEdit) else plan.text_edit.insert
        assert session.part(document, span) in ("user.pl", "pl")


@pytest.mark.asyncio
async def test_a_condition_is_explained(session: Session) -> None:
    document = session.open("book/rules.when")
    hover = await session.client.text_document_hover_async(types.HoverParams(**session.place(document, "vip and")))
    assert "Customers who pay most" in hover.contents.value
    assert session.part(document, hover.range) == "vip"


@pytest.mark.asyncio
async def test_a_name_is_changed_in_all_files(session: Session) -> None:
    document = session.open("book/rules.when")
    place = session.place(document, "welcome_text")
    edit = await session.client.text_document_rename_async(types.RenameParams(**place, new_name="hello_text"))
    texts = session.applied(edit)
    assert "send hello_text" in texts["rules.when"]
    assert "message hello_text {" in texts["texts.when"]


@pytest.mark.asyncio
async def test_a_file_is_laid_out(session: Session) -> None:
    document = session.open("messy/messy.when")
    options = types.FormattingOptions(tab_size=2, insert_spaces=True)
    parameters = types.DocumentFormattingParams(document, options)
    edits = await session.client.text_document_formatting_async(parameters)
    text = edited(session.texts[document.uri], list(edits), session.encoding)
    assert text == 'condition busy when account.queue_size > 10\nlist cities { "서울", "Paris" }\n'


@pytest.mark.asyncio
async def test_a_lens_runs_its_test(session: Session) -> None:
    document = session.open("book/tests.when")
    lenses = await session.client.text_document_code_lens_async(types.CodeLensParams(document))
    resolved = [lens if lens.command else await session.client.code_lens_resolve_async(lens) for lens in lenses]
    runs = [lens.command for lens in resolved if lens.command and lens.command.command == "whenbook.runTests"]
    run = next(command for command in runs if command.arguments[0].get("names") == ["A VIP is welcomed"])
    parameters = types.ExecuteCommandParams(run.command, run.arguments)
    answer = await session.client.workspace_execute_command_async(parameters)
    assert [(test["name"], test["passed"]) for test in answer["tests"]] == [("A VIP is welcomed", True)]
    # This client has said nothing of showing results itself.
    if not session.client.messages:
        await session.client.wait_for_notification(types.WINDOW_SHOW_MESSAGE)
    assert [message.message for message in session.client.messages] == ["1 test passed"]


@pytest.mark.asyncio
async def test_all_tests_are_run(session: Session) -> None:
    document = session.open("book/tests.when")
    parameters = types.ExecuteCommandParams("whenbook.runTests", [{"uri": document.uri}])
    answer = await session.client.workspace_execute_command_async(parameters)
    assert [test["passed"] for test in answer["tests"]] == [True, False]
    [failure] = answer["tests"][1]["failures"]
    start = types.Position(**failure["range"]["start"])
    assert session.texts[document.uri].splitlines()[start.line].strip().startswith("expect sent")


@pytest.mark.asyncio
async def test_colours_are_of_whole_words(session: Session) -> None:
    document = session.open("book/texts.when")
    answer = await session.client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(document))
    kinds = session.offers.semantic_tokens_provider.legend.token_types
    line, start, seen = 0, 0, []
    for place in range(0, len(answer.data), 5):
        lines, units, length, kind, _ = answer.data[place : place + 5]
        line, start = line + lines, units if lines else start + units
        span = types.Range(types.Position(line, start), types.Position(line, start + length))
        seen.append((session.part(document, span), kinds[kind]))
    words = [word for word, _ in seen]
    assert "message" in words and "welcome_text" in words
    # Behind Korean, on the line of the placeholder.
    assert any(word in ("user", "name", "user.name") for word in words)
