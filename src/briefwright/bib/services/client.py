"""The one client that asks services on the network: it waits, tries again, keeps answers, and knows what is none.

The only module that knows httpx.
"""

from __future__ import annotations

import contextlib
import email.utils
import hashlib
import json
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefwright import __version__
from briefwright.diagnostics import Code, Finding, error

if TYPE_CHECKING:
    import httpx

JSON = ("application/json", "text/json")
XML = ("application/xml", "text/xml", "application/atom+xml")
PAGE = ("text/html", "application/xhtml+xml")

MAX_BYTES = 10_000_000
"""Of an answer; the longest records of Crossref, with all their references, have one million."""
ATTEMPTS = 3
REDIRECTS = 10
PATIENCE = 30.0
"""Seconds to wait for a service's next word, and to be sent to wait by it, before it is given up."""
LONGEST = 120.0
"""Seconds for one answer."""
_TRY_AGAIN = frozenset({429, 500, 502, 503, 504})


class ServiceError(Exception):
    """A service gave no answer that can be used."""

    def __init__(self, code: Code, service: str, said: str, hint: str = "", status: int = 0) -> None:
        super().__init__(f"{service}: {said}")
        self.code = code
        self.service = service
        self.said = said
        self.hint = hint
        self.status = status
        """Of HTTP; 0 where there was no answer."""

    @property
    def unknown(self) -> bool:
        """Whether the service says that it knows no such thing: all else is no answer."""
        return self.code is Code.NO_SUCH_WORK

    def finding(self, what: str, subject: str = "") -> Finding:
        """What to tell of it. what: what it was asked for."""
        return error(self.code, f"{self.service}, asked for {what}: {self.said}", hint=self.hint, subject=subject)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered."""

    data: bytes
    media_type: str
    """Lower-case, without parameters."""
    charset: str
    """Empty where it names none."""
    address: str
    """Where it came from in the end."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """By name in lower case; empty for an answer that was kept."""
    age: float = 0.0
    """Seconds since it was given."""

    def json(self, service: str) -> Any:
        """The answer as JSON. Raises ServiceError."""
        try:
            return json.loads(self.data)
        except (ValueError, RecursionError) as problem:
            said = "its answer is broken: no JSON can be read in it"
            raise ServiceError(Code.SERVICE_ANSWER_UNREADABLE, service, said, _LATER) from problem


_LATER = "try again later; what you know of the work can be typed by hand meanwhile"


@dataclass(frozen=True, slots=True)
class Settings:
    """How services are asked."""

    mail: str = ""
    """A mail address that services can write to before they shut somebody out."""
    offline: bool = False
    """Whether only answers that were kept are used."""
    fresh: float = 86_400.0
    """Seconds for which an answer that was kept is as good as a new one."""
    patience: float = PATIENCE
    cache: Path | None = None
    """The folder of answers; None: nothing is kept."""


def settings_from(mail: str, *, offline: bool = False, fresh: float = 86_400.0) -> Settings:
    """Settings of this machine: BRIEFWRIGHT_MAIL, BRIEFWRIGHT_CACHE and BRIEFWRIGHT_PATIENCE count first.

    mail: the project's.
    """
    named = os.environ.get("BRIEFWRIGHT_CACHE", "")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    try:
        patience = min(600.0, max(0.1, float(os.environ.get("BRIEFWRIGHT_PATIENCE", "") or PATIENCE)))
    except ValueError:
        patience = PATIENCE
    address = os.environ.get("BRIEFWRIGHT_MAIL", "") or mail
    sound = address if re.fullmatch(r"[\w.+%-]+@[\w.-]+", address, re.ASCII) else ""
    return Settings(sound, offline, fresh, patience, Path(named) if named else home / "briefwright" / "services")


class Client:
    """Asks one thing after another. Use as a context manager."""

    def __init__(self, settings: Settings) -> None:
        """settings: how to ask."""
        self.settings = settings
        self._http: httpx.Client | None = None
        self._last: dict[str, float] = {}

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        if self._http is not None:
            self._http.close()

    def get(
        self,
        service: str,
        address: str,
        accept: tuple[str, ...],
        *,
        pause: float = 0.0,
        headers: Mapping[str, str] | None = None,
        post: Mapping[str, str] | None = None,
    ) -> Answer:
        """What a service answers.

        service: its name for people. accept: the media types that are an answer. pause: seconds that the service
        wants between requests. post: a form to send; such answers are not kept. Raises ServiceError.
        """
        kept = _Kept(self.settings.cache, address, accept) if post is None else None
        found = kept.read() if kept else None
        if found and (self.settings.offline or found[0] < self.settings.fresh):
            return found[1]
        if self.settings.offline:
            said = "no answer of it is kept here, and --offline asks nobody"
            raise ServiceError(Code.NOT_IN_CACHE, service, said, "leave --offline out once")
        self._wait_turn(service, pause)
        ask = _Ask(
            self._client(), service, accept, self.settings.patience, {**_accept(accept), **(headers or {})}, post
        )
        answer = ask.run(address)
        if kept:
            kept.write(answer)
        return answer

    def _wait_turn(self, service: str, pause: float) -> None:
        pause = pause * min(1.0, self.settings.patience / PATIENCE)
        since = time.monotonic() - self._last.get(service, -pause)
        if since < pause:
            time.sleep(pause - since)
        self._last[service] = time.monotonic()

    def _client(self) -> httpx.Client:
        if self._http is None:
            import httpx

            mail = f" (mailto:{self.settings.mail})" if self.settings.mail else ""
            agent = {"User-Agent": f"briefwright/{__version__}{mail}"}
            self._http = httpx.Client(headers=agent, timeout=min(20.0, self.settings.patience), follow_redirects=False)
        return self._http


def _accept(accept: tuple[str, ...]) -> dict[str, str]:
    return {"Accept": ", ".join(accept)}


@dataclass(slots=True)
class _Ask:
    """One question, tried several times."""

    http: httpx.Client
    service: str
    accept: tuple[str, ...]
    patience: float
    headers: Mapping[str, str]
    post: Mapping[str, str] | None
    waited: float = 0.0

    def run(self, address: str) -> Answer:
        """The answer. Raises ServiceError, the last of those of all attempts."""
        for attempt in range(ATTEMPTS):
            try:
                return self._follow(address)
            except _AgainError as again:
                pause = again.after if again.after is not None else self.patience / PATIENCE * 2**attempt
                if attempt >= again.most - 1 or self.waited + pause > self.patience:
                    raise again.problem from again
                self.waited += pause
                time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _follow(self, address: str) -> Answer:
        """The answer after all redirections, to http and https alone."""
        import httpx

        for _ in range(REDIRECTS + 1):
            try:
                url = httpx.URL(address)
            except (httpx.InvalidURL, ValueError) as problem:
                raise self._error(Code.SERVICE_REDIRECT, "this is no address that can be opened") from problem
            if url.scheme not in ("http", "https") or not url.host:
                said = f"it leads to `{address[:60]}`, which is not http or https"
                raise self._error(Code.SERVICE_REDIRECT, said, "nothing else is opened")
            answer = self._once(url)
            if isinstance(answer, Answer):
                return answer
            address = self._next(url, answer)
            if httpx.URL(address).host != url.host:  # keys of an account are for the service alone
                self.headers = {name: value for name, value in self.headers.items() if name != "Authorization"}
        raise self._error(Code.SERVICE_REDIRECT, f"it leads on and on, more than {REDIRECTS} times", _LATER)

    def _next(self, url: httpx.URL, location: str) -> str:
        import httpx

        try:
            return str(url.join(location))
        except (httpx.InvalidURL, ValueError) as problem:
            raise self._error(Code.SERVICE_REDIRECT, "it leads to what is no address", _LATER) from problem

    def _once(self, url: httpx.URL) -> Answer | str:
        """An answer, or where it is said to be. Raises _AgainError, ServiceError."""
        import httpx

        method = "GET" if self.post is None else "POST"
        try:
            with self.http.stream(method, url, headers=dict(self.headers), data=self.post) as response:
                if response.is_redirect:
                    return str(response.headers.get("Location", ""))
                if response.status_code >= 400:
                    raise self._refused(response)
                return Answer(
                    self._body(response),
                    self._media_type(response),
                    response.charset_encoding or "",
                    str(url),
                    {name.lower(): value for name, value in response.headers.items()},
                )
        except httpx.TimeoutException as problem:
            said = f"it did not answer in {min(20.0, self.patience):.3g} seconds"
            raise _AgainError(self._error(Code.SERVICE_UNREACHABLE, said, _LATER)) from problem
        except (httpx.DecodingError, httpx.RemoteProtocolError, httpx.ReadError) as problem:
            if "location header" in str(problem):  # httpx reads it, though it does not follow
                raise self._error(Code.SERVICE_REDIRECT, "it leads to what is no address", _LATER) from problem
            said = "the connection broke off in the middle of its answer"
            raise _AgainError(self._error(Code.SERVICE_UNREACHABLE, said, _LATER)) from problem
        except (httpx.HTTPError, httpx.InvalidURL, httpx.CookieConflict, UnicodeError, ValueError) as problem:
            said = f"it cannot be reached ({short_reason(problem)})"
            hint = "is this machine on the network? --offline uses the answers that are kept"
            # a machine without a network is told soon, whoever is asked
            raise _AgainError(self._error(Code.SERVICE_UNREACHABLE, said, hint), most=2) from problem

    def _refused(self, response: httpx.Response) -> Exception:
        status = response.status_code
        said = f"it answers {status} {response.reason_phrase}".rstrip()
        if status in (404, 410):
            return self._error(Code.NO_SUCH_WORK, said, "", status)
        wait = _retry_after(response.headers.get("Retry-After", ""))
        if status in (429, 503):
            told = f", and asks to wait {_duration(wait)}" if wait else ""
            hint = "a mail address (setting `mail`) is given more room" if status == 429 else ""
            problem = self._error(Code.SERVICE_BUSY, said + told, hint or _LATER, status)
            return _AgainError(problem, wait)
        problem = self._error(Code.SERVICE_FAILED, said, _LATER, status)
        return _AgainError(problem) if status in _TRY_AGAIN else problem

    def _media_type(self, response: httpx.Response) -> str:
        told = str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()
        if told in self.accept or any(told.endswith("+json") for kind in self.accept if kind in JSON):
            return told
        said = f"its answer is of another kind ({told[:60] or 'none is named'})"
        raise self._error(Code.SERVICE_ANSWER_UNREADABLE, said, _kind_hint(told))

    def _body(self, response: httpx.Response) -> bytes:
        stop = time.monotonic() + LONGEST
        parts: list[bytes] = []
        size = 0
        self._media_type(response)
        for part in response.iter_bytes(65_536):
            parts.append(part)
            size += len(part)
            if size > MAX_BYTES:
                said = f"its answer is larger than {MAX_BYTES // 1_000_000} MB"
                raise self._error(Code.SERVICE_ANSWER_UNREADABLE, said, "no record of a work is so large")
            if time.monotonic() > stop:
                said = f"its answer was not complete after {LONGEST:.0f} seconds"
                raise self._error(Code.SERVICE_UNREACHABLE, said, _LATER)
        return b"".join(parts)

    def _error(self, code: Code, said: str, hint: str = "", status: int = 0) -> ServiceError:
        return ServiceError(code, self.service, said, hint, status)


class _AgainError(Exception):
    """An attempt failed in a way that another may not.

    after: seconds that the service asks to wait, or None. most: how many attempts it is worth.
    """

    def __init__(self, problem: ServiceError, after: float | None = None, most: int = ATTEMPTS) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.after = after
        self.most = most


def _kind_hint(told: str) -> str:
    if told == "application/pdf":
        return "this is a PDF: give its DOI, or `briefwright snapshot` it beside an entry typed by hand"
    return "a page of a network that wants a log-in often stands between; open the address in a browser"


def short_reason(problem: BaseException) -> str:
    """Why a connection failed, in a few words."""
    text = " ".join(str(problem).split())
    return re.sub(r"^\[Errno -?\d+\]\s*", "", text)[:120] or type(problem).__name__


def _retry_after(text: str) -> float | None:
    """Seconds of a Retry-After header (RFC 9110, 10.2.3): a number or a date."""
    if text.strip().isascii() and text.strip().isdigit():
        return float(text.strip()[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"


class _Kept:
    """The file of one answer: a line of JSON about it, and the answer itself."""

    def __init__(self, folder: Path | None, address: str, accept: tuple[str, ...]) -> None:
        name = hashlib.sha256("\n".join((address, *accept)).encode("utf-8", "replace")).hexdigest()
        self.path = folder / f"{name}.answer" if folder else None
        self.request = address

    def read(self) -> tuple[float, Answer] | None:
        """Its age in seconds, and the answer; None where there is none that can be used."""
        if self.path is None:
            return None
        try:
            head, _, data = self.path.read_bytes().partition(b"\n")
            told = json.loads(head)
            if told["request"] != self.request or told["size"] != len(data):
                return None
            age = max(0.0, time.time() - float(told["time"]))
            return age, Answer(data, told["type"], told["charset"], told["address"], age=age)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, answer: Answer) -> None:
        """Keep an answer; where that cannot be, nothing is lost but time."""
        if self.path is None:
            return
        told = {
            "request": self.request, "time": time.time(), "type": answer.media_type, "charset": answer.charset,
            "address": answer.address, "size": len(answer.data),
        }  # fmt: skip
        part = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(json.dumps(told).encode() + b"\n" + answer.data)
            part.replace(self.path)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
