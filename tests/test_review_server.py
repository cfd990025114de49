"""The review server against everybody who is not the reviewer's own page. Real sockets, no browser."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reviewing import put_text

pytest.importorskip("starlette")
uvicorn = pytest.importorskip("uvicorn")

from pipeline.review.desk import Desk  # noqa: E402
from pipeline.review.events import read_events  # noqa: E402
from pipeline.review.server import HOST, _listen, make_app  # noqa: E402

TOKEN = "of-this-test"
TITLE = "</script><script>window.caught = 1</script><img src=x onerror=alert(1)> 12 ponts"


class Site:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.listener = _listen(0)
        self.port = self.listener.getsockname()[1]
        site = make_app(Desk(folder, "ana"), port=self.port, token=TOKEN)
        self.server = uvicorn.Server(uvicorn.Config(site, log_level="error", lifespan="off"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listener]}, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)

    def ask(
        self, method: str = "GET", path: str = f"/?token={TOKEN}", body: Any = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        sent = {"Host": f"{HOST}:{self.port}", **{name.replace("_", "-"): value for name, value in headers.items()}}
        try:
            connection.request(method, path, body=body, headers=sent)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, text
        finally:
            connection.close()

    def post(self, what: str, message: Any, **headers: str) -> tuple[int, Any]:
        own = {"Origin": f"http://{HOST}:{self.port}", **headers}
        status, _, text = self.ask("POST", f"/api/{what}?token={TOKEN}", json.dumps(message), **own)
        return status, json.loads(text) if text.startswith("{") else text


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("review")
    put_text(folder, "a-</script>", f"{TITLE}\n\nElle a 7 tours 😀 et 30 parcs.\n")
    site = Site(folder)
    yield site
    site.server.should_exit = True
    site.thread.join(5)
    site.listener.close()


def claim_ids(site: Site) -> list[str]:
    return list(Desk(site.folder, "ana").run.claims)


def test_the_page_is_served_with_a_policy_of_nothing_but_itself(site: Site) -> None:
    status, headers, text = site.ask()
    assert status == 200
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'nonce-")
    assert "unsafe" not in policy
    (nonce,) = set(re.findall(r'nonce="([^"]+)"', text))
    assert f"script-src 'nonce-{nonce}'" in policy
    assert nonce not in site.ask()[2]
    for name, value in (("x-frame-options", "DENY"), ("referrer-policy", "no-referrer"), ("cache-control", "no-store")):
        assert headers[name] == value


def test_a_title_cannot_end_its_script(site: Site) -> None:
    text = site.ask()[2]
    assert "<script>window" not in text
    assert text.count("</script>") == 3
    assert "onerror=alert" in text  # it is there, as data


FOREIGN_HOSTS = ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", "[::1]:8", ""]


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_a_foreign_host_gets_nothing(site: Site, host: str) -> None:
    status, _, text = site.ask(Host=host)
    assert status in (400, 421)
    assert "tours" not in text


NO_TOKEN = ["/", "/?token=", "/?token=wrong", f"/?token={TOKEN}x", f"/?token=a&token={TOKEN}", "/api/state"]


@pytest.mark.parametrize("path", NO_TOKEN)
def test_without_the_token_there_is_nothing(site: Site, path: str) -> None:
    status, _, text = site.ask(path=path)
    assert status == 403
    assert "tours" not in text


@pytest.mark.parametrize("what", ["decide", "undo", "keys", "export"])
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", None])
def test_a_foreign_origin_writes_nothing(site: Site, what: str, origin: str | None) -> None:
    before = len(read_events(site.folder))
    body = {"reviewer": "eve", "action": "reject", "doc": "a-</script>", "claim": claim_ids(site)[0], "keys": {}}
    headers = {} if origin is None else {"Origin": origin}
    assert site.ask("POST", f"/api/{what}?token={TOKEN}", json.dumps(body), **headers)[0] == 403
    assert len(read_events(site.folder)) == before


PATHS = ["/../ledger.sqlite", "/..%2fledger.sqlite", "/%2e%2e/%2e%2e/etc/passwd", "/static/style.css", "/ledger.sqlite",
         "//etc/passwd", "/api/doc/..%2f..%2fetc%2fpasswd", "/\\..\\ledger.sqlite"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_to_a_file(site: Site, path: str) -> None:
    status, _, text = site.ask(path=f"{path}?token={TOKEN}")
    assert status == 404
    assert "SQLite" not in text
    assert "root:" not in text


def test_a_document_is_an_id_and_not_a_path(site: Site) -> None:
    for doc in ("../ledger.sqlite", "/etc/passwd", "", None, ["a"]):
        status, answer = site.post("decide", {"reviewer": "ana", "action": "done", "doc": doc})
        assert (status, "no such document" in answer["problem"]) == (422, True)


def test_a_body_of_50_mb_is_refused(site: Site) -> None:
    origin = f"http://{HOST}:{site.port}"
    connection = http.client.HTTPConnection(HOST, site.port, timeout=10)
    connection.putrequest("POST", f"/api/decide?token={TOKEN}", skip_host=True)
    for name, value in (("Host", f"{HOST}:{site.port}"), ("Origin", origin), ("Content-Length", "50000000")):
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == 413  # before a byte of it is sent
    connection.close()


def test_a_body_of_50_mb_in_chunks_is_refused(site: Site) -> None:
    chunk = b"x" * 500_000
    connection = http.client.HTTPConnection(HOST, site.port, timeout=10)
    headers = {"Host": f"{HOST}:{site.port}", "Origin": f"http://{HOST}:{site.port}"}
    try:
        body = (chunk for _ in range(100))
        connection.request("POST", f"/api/decide?token={TOKEN}", body, headers, encode_chunked=True)
        assert connection.getresponse().status == 413
    except OSError:
        pass  # it hung up while we were still sending
    finally:
        connection.close()
    assert site.ask()[0] == 200


BAD = [
    ({}, "name"),
    ({"reviewer": "a\nb", "action": "accept"}, "name"),
    ({"reviewer": "x" * 100, "action": "accept"}, "name"),
    ({"reviewer": "ana", "action": "drop table"}, "document"),
    ({"reviewer": "ana", "action": "accept", "doc": "a-</script>", "claim": "no"}, "claim"),
    ({"reviewer": "ana", "action": "undo", "doc": "a-</script>"}, "decision"),
    ({"reviewer": "ana", "action": "add", "doc": "a-</script>", "changes": {"start": "9999", "end": "10000"}}, "words"),
    ({"reviewer": "ana", "action": "add", "doc": "a-</script>", "changes": {"start": "x"}}, "words"),
    ({"reviewer": "ana", "action": "add", "doc": "a-</script>", "changes": 7}, "changes"),
]


@pytest.mark.parametrize(("message", "word"), BAD)
def test_a_bad_message_changes_nothing_and_says_why(site: Site, message: dict[str, Any], word: str) -> None:
    before = read_events(site.folder)
    status, answer = site.post("decide", message)
    assert status == 422
    assert word in answer["problem"]
    assert read_events(site.folder) == before


@pytest.mark.parametrize("body", ["", "[", "[]", "7", "[" * 100_000])
def test_what_is_no_object_is_refused(site: Site, body: str) -> None:
    status, _, _ = site.ask("POST", f"/api/decide?token={TOKEN}", body, Origin=f"http://{HOST}:{site.port}")
    assert status == 400


def test_decide_correct_add_undo(site: Site) -> None:
    doc = "a-</script>"
    tours, parcs = claim_ids(site)[-2:]
    assert site.post("decide", {"reviewer": "zoe", "action": "accept", "doc": doc, "claim": tours})[0] == 200
    message = {"reviewer": "zoe", "action": "correct", "doc": doc, "claim": parcs}
    _, answer = site.post("decide", {**message, "changes": {"value": "31", "place": "Lyon"}})
    assert answer["judgement"]["changed"] == [["value", "30"], ["place", ""]]
    text = Desk(site.folder, "zoe").run.by_id[doc].text
    start = len(text[: text.index("parcs")].encode("utf-16-le")) // 2  # as a browser counts, behind an emoji
    cells = {"start": start, "end": start + 5, "value": "1", "unit": "1"}
    _, answer = site.post("decide", {"reviewer": "zoe", "action": "add", "doc": doc, "changes": cells})
    assert answer["judgement"]["row"][:2] == [start, start + 5]
    assert read_events(site.folder)[-1].payload["row"]["quote"] == "parcs"
    _, answer = site.post("undo", {"reviewer": "zoe"})
    assert (answer["action"], answer["judgement"]) == ("add", None)
    _, answer = site.post("export", {"reviewer": "zoe"})
    assert answer["written"] == len(claim_ids(site))
    status, _, state = site.ask(path=f"/api/state?token={TOKEN}&reviewer=zoe")
    assert {v["verdict"] for v in json.loads(state)["judgements"].values()} == {"accept", "correct"}
    assert status == 200
