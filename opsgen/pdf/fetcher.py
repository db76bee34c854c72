"""What a handout may read: the bytes it was given, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

if TYPE_CHECKING:
    from collections.abc import Mapping


class RefusedError(FatalURLFetchingError):  # type: ignore[misc]
    """A document asked for what it was not given. Fatal: after ordinary errors WeasyPrint goes on."""


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Answers from a table of addresses; opens no file, follows no link, makes no request."""

    def __init__(self, assets: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._assets = assets or {}
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The given bytes of this address."""
        del headers  # nothing is sent anywhere
        data = self._assets.get(url)
        if data is None:
            self.refused.append(url[:200])
            raise RefusedError(url[:200])
        return URLFetcherResponse(url, data)

    def check(self) -> None:
        """Raise what was refused: to be called after drawing, for SVG code swallows even fatal errors."""
        if self.refused:
            raise RefusedError(self.refused[0])
