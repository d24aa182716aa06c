"""A bot sends a file by its address: what is on this machine is loaded, and nothing else is asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from playground.bot_api import BotApiServer
from playground.by_address import MIB
from playground.world import Chat, World
from tests.newsroom import Website

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + (120).to_bytes(4) + (80).to_bytes(4) + b"\x08\x02\0\0\0"
PAGES: dict[str, tuple[str, bytes]] = {
    "/laporan harga.pdf": ("application/pdf", b"%PDF-1.7"),
    "/cabai.png": ("image/png", PICTURE),
    "/kucing.gif": ("image/gif", b"GIF89a isi"),
    "/berita.html": ("text/html; charset=utf-8", b"<p>Harga cabai</p>"),
    "/suara.ogg": ("audio/ogg", b"OggS" + bytes(MIB)),
}
FAILED = "Bad Request: failed to get HTTP URL content"
WRONG_TYPE = "Bad Request: wrong type of the web page content"


@pytest.fixture
async def website() -> AsyncIterator[Website]:
    website = Website()
    for path, (media_type, content) in PAGES.items():
        website.put(path, content, headers={"Content-Type": media_type})
    website.put("/pindah", b"", 302, {"Location": "/cabai.png"})
    yield website
    await website.close()


@pytest.fixture
def site(website: Website) -> str:
    """The beginning of its addresses."""
    return f"http://{website.host}"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def chat(world: World) -> Chat:
    return world.private_chat(world.user("Sari"))


async def called(world: World, method: str, **parameters: Any) -> Any:
    async with BotApiServer(world) as server, httpx.AsyncClient(timeout=10) as client:
        answer = await client.post(f"{server.url}/bot{server.token}/{method}", json=parameters)
    return answer.json()


async def test_a_document_is_loaded_under_its_name(world: World, chat: Chat, site: str) -> None:
    answer = await called(world, "sendDocument", chat_id=chat.id, document=f"{site}/laporan%20harga.pdf")
    assert (answer["ok"], world.violations) == (True, [])
    assert answer["result"]["document"]["mime_type"] == "application/pdf"
    assert world.documents(chat) == [("laporan harga.pdf", b"%PDF-1.7")]


async def test_an_album_is_loaded_and_what_was_called_stays_on_record(
    world: World, chat: Chat, site: str
) -> None:
    media = [{"type": "photo", "media": f"{site}/cabai.png"}] * 2
    answer = await called(world, "sendMediaGroup", chat_id=chat.id, media=media)
    assert [message["photo"][-1]["width"] for message in answer["result"]] == [120, 120]
    assert world.calls_of("sendMediaGroup")[0].parameters["media"] == media


async def test_a_file_takes_the_place_of_another(world: World, chat: Chat, site: str) -> None:
    sent = await called(world, "sendDocument", chat_id=chat.id, document=f"{site}/laporan%20harga.pdf")
    number, media = sent["result"]["message_id"], {"type": "animation", "media": f"{site}/kucing.gif"}
    answer = await called(world, "editMessageMedia", chat_id=chat.id, message_id=number, media=media)
    assert answer["result"]["animation"]["file_name"] == "kucing.gif"


REFUSED: dict[str, tuple[str, str, str]] = {
    "a page as a document": ("document", "{site}/berita.html", WRONG_TYPE),
    "a document as a photo": ("photo", "{site}/laporan%20harga.pdf", WRONG_TYPE),
    "a voice note over 1 MB": ("voice", "{site}/suara.ogg", FAILED),
    "what is not there": ("document", "{site}/hilang.pdf", FAILED),
    "what lies elsewhere": ("photo", "{site}/pindah", FAILED),
    "a closed port": ("photo", "http://127.0.0.1:1/a.png", FAILED),
    "no port": ("photo", "http://127.0.0.1:kata/a.png", "Bad Request: wrong HTTP URL specified"),
}


@pytest.mark.parametrize(("kind", "address", "words"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_cannot_be_loaded_is_refused_in_telegrams_words(
    world: World, chat: Chat, site: str, kind: str, address: str, words: str
) -> None:
    method = f"send{kind.capitalize()}"
    answer = await called(world, method, chat_id=chat.id, **{kind: address.format(site=site)})
    assert (answer["error_code"], answer["description"]) == (400, words)
    assert world.messages(chat) == []


@pytest.mark.parametrize(
    "address", ["http://kabar.example/a.png", "http://127.0.0.1.kabar.example/a.png", "http://[::1]/a.png"]
)
async def test_nothing_is_asked_of_anybody_else(
    world: World, chat: Chat, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("playground.by_address.AsyncHTTPClient", None)
    answer = await called(world, "sendPhoto", chat_id=chat.id, photo=address)
    assert answer["description"] == FAILED


async def test_a_round_video_is_not_sent_by_its_address(
    world: World, chat: Chat, website: Website, site: str
) -> None:
    answer = await called(world, "sendVideoNote", chat_id=chat.id, video_note=f"{site}/a.mp4")
    assert (answer["ok"], website.asked) == (False, [])
