"""`gh` for the tests of workflows: the few calls they make, checked against the rights of their job.

Called with the file of what GitHub holds, the rights, the folder of the remote, and the arguments of `gh`.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jq


def main(state_file: str, rights: str, remote: str, *arguments: str) -> None:
    granted = dict(one.split("=") for one in rights.split())
    state = json.loads(Path(state_file).read_text(encoding="utf-8"))
    area, *rest = arguments
    if area == "api":
        _api(state, granted, rest)
    elif (area, *rest[:1]) == ("pr", "create"):
        _create(state, granted, remote, rest[1:])
    elif (area, *rest[:1]) == ("pr", "list"):
        _list(state, rest[1:])
    elif (area, *rest[:1]) == ("issue", "comment"):
        _comment(state, granted, rest[1:])
    else:
        _refuse(f"unknown: gh {' '.join(arguments)}")
    Path(state_file).write_text(json.dumps(state), encoding="utf-8")


def _api(state: dict[str, Any], granted: dict[str, str], arguments: list[str]) -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("path")
    asked.add_argument("--paginate", action="store_true")
    asked.add_argument("--silent", action="store_true")
    asked.add_argument("--method", default="GET")
    asked.add_argument("--jq", default=".")
    asked.add_argument("-f", action="append", default=[])
    asked.add_argument("-F", action="append", default=[])
    given = asked.parse_args(arguments)
    found = _answer(state, granted, given)
    if not given.silent:
        for one in jq.compile(given.jq).input_value(found):
            print(one if isinstance(one, str) else json.dumps(one))


def _answer(state: dict[str, Any], granted: dict[str, str], given: argparse.Namespace) -> Any:
    if given.path == "repos/team/plans/pulls":
        _need(granted, "pull-requests", "read")
        assert given.method == "GET"
        fields = dict(one.split("=", 1) for one in given.f)
        return [
            p for p in state["pulls"] if p["state"] == fields["state"] and p["base"]["ref"] == fields["base"]
        ]
    if found := re.fullmatch(r"repos/team/plans/issues/(\d+)/comments", given.path):
        if given.method == "GET":
            _need(granted, "pull-requests", "read")
            return state["comments"].get(found[1], [])
        _need(granted, "pull-requests", "write")
        _say(state, found[1], _body(given))
        return {}
    if found := re.fullmatch(r"repos/team/plans/issues/comments/(\d+)", given.path):
        _need(granted, "pull-requests", "write")
        assert given.method == "PATCH"
        for comments in state["comments"].values():
            for one in comments:
                if one["id"] == int(found[1]):
                    one["body"] = _body(given)
                    return {}
    return _refuse(f"unknown: {given.method} {given.path}")


def _body(given: argparse.Namespace) -> str:
    ((name, _, file),) = (one.partition("=@") for one in given.F)
    assert name == "body"
    text = Path(file).read_text(encoding="utf-8")
    assert text.strip()
    assert len(text) <= 65_536
    return text


def _say(state: dict[str, Any], number: str, body: str) -> None:
    state["next"] += 1
    said = {"id": state["next"], "user": {"login": "github-actions[bot]"}, "body": body}
    state["comments"].setdefault(number, []).append(said)


def _create(state: dict[str, Any], granted: dict[str, str], remote: str, arguments: list[str]) -> None:
    _need(granted, "pull-requests", "write")
    asked = argparse.ArgumentParser()
    for name in ("base", "head", "title", "body-file"):
        asked.add_argument(f"--{name}", required=True)
    given = asked.parse_args(arguments)
    subprocess.run(
        ("git", "-C", remote, "rev-parse", "--verify", "-q", f"refs/heads/{given.head}"), check=True
    )
    number = 50 + len(state["pulls"])
    url = f"https://github.com/team/plans/pull/{number}"
    body = Path(given.body_file).read_text(encoding="utf-8")
    made = {"number": number, "title": given.title, "body": body, "url": url, "state": "open"}
    state["pulls"].append({**made, "head": {"sha": "", "ref": given.head}, "base": {"ref": given.base}})
    print(url)


def _list(state: dict[str, Any], arguments: list[str]) -> None:
    asked = argparse.ArgumentParser()
    for name in ("state", "head", "json", "jq"):
        asked.add_argument(f"--{name}", required=True)
    given = asked.parse_args(arguments)
    assert given.json == "url,isCrossRepository"
    own = [one["url"] for one in state["pulls"] if one["head"]["ref"] == given.head]
    spoofed = {"url": "https://github.com/team/plans/pull/666", "isCrossRepository": True}
    found = [spoofed, *({"url": url, "isCrossRepository": False} for url in own)]
    print("\n".join(jq.compile(given.jq).input_value(found).all()))


def _comment(state: dict[str, Any], granted: dict[str, str], arguments: list[str]) -> None:
    _need(granted, "issues", "write")
    asked = argparse.ArgumentParser()
    asked.add_argument("number", type=int)
    asked.add_argument("--body", default="")
    asked.add_argument("--body-file", default="")
    given = asked.parse_args(arguments)
    assert not given.body_file or given.body_file == "-"
    _say(state, str(given.number), given.body or sys.stdin.read())


def _need(granted: dict[str, str], area: str, right: str) -> None:
    if granted.get(area) not in (right, "write"):
        _refuse(f"HTTP 403: {area}: {right}")


def _refuse(text: str) -> Any:
    sys.exit(f"gh: {text}")


if __name__ == "__main__":
    main(*sys.argv[1:])
