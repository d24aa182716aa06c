"""The chat in the terminal is the same conversation."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.kit import build_kit
from bot.records import Reply
from bot.settings import load_settings
from bot.terminal import Conversation, progress, show

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


@pytest.fixture
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return Conversation(build_kit(load_settings(), data=tmp_path_factory.getbasetemp()))


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


async def said(conversation: Conversation, line: str) -> str:
    return "\n".join((await conversation.answer(line)).messages)


async def test_an_article_may_be_pasted(conversation: Conversation) -> None:
    assert "Wahyu Setiadi" in await said(conversation, (SAMPLES / "harga-cabai.txt").read_text("utf-8"))


async def test_an_article_may_be_named_by_its_path(conversation: Conversation) -> None:
    assert "Maria Felle" in await said(conversation, str(SAMPLES / "perpustakaan-apung.html"))


async def test_a_number_presses_a_button(conversation: Conversation) -> None:
    reply = await conversation.answer(str(SAMPLES / "harga-cabai.txt"))
    longer = await conversation.answer(str(labels(reply).index("Longer") + 1))
    assert "".join(longer.messages).count("• ") > "".join(reply.messages).count("• ")
    assert "<blockquote expandable>" in await said(
        conversation, str(labels(reply).index("Full translation") + 1)
    )


async def test_choices_hold_for_what_comes_next(conversation: Conversation) -> None:
    await conversation.answer("/length 1")
    await conversation.answer("/language id")
    brief = await said(conversation, str(SAMPLES / "harga-cabai.txt"))
    assert "Harga Cabai Rawit" in brief
    assert "• " not in brief


async def test_a_length_may_be_named_and_left_to_the_article_again(conversation: Conversation) -> None:
    path = str(SAMPLES / "harga-cabai.txt")
    free = await said(conversation, path)
    assert "will have 7 sentences" in await said(conversation, "/length long")
    assert (await said(conversation, path)).count("• ") == 7
    assert "as the story needs" in await said(conversation, "/length free")
    assert await said(conversation, path) == free


async def test_the_buttons_lead_to_one_sentence_and_to_the_longest_and_no_further(
    conversation: Conversation,
) -> None:
    reply = await conversation.answer(str(SAMPLES / "harga-cabai.txt"))
    for label, shown in (("Longer", 10), ("Shorter", 0)):  # one sentence has no bullet
        while numbers := [at for at, name in enumerate(labels(reply), 1) if name == label]:
            before, reply = reply, await conversation.answer(str(numbers[0]))
            assert reply.messages != before.messages
        assert "".join(reply.messages).count("• ") == shown


async def test_everything_is_chosen_in_the_panel(conversation: Conversation) -> None:
    async def press(label: str) -> Reply:
        return await conversation.answer(str(labels(reply).index(label) + 1))

    reply = await conversation.answer("/settings")
    reply = await press("What is shown")
    reply = await press("✓ Key quotes")
    reply = await press("‹ Back")
    assert "Shown: summary and names" in reply.messages[0]
    reply = await press("I speak")
    reply = await press("Indonesia")
    assert "Ditampilkan: ringkasan dan nama" in reply.messages[0]
    assert "<blockquote>" not in await said(conversation, str(SAMPLES / "harga-cabai.txt"))


async def test_panels_and_help_answer_commands(conversation: Conversation) -> None:
    assert (await conversation.answer("/language")).buttons
    assert (await conversation.answer("/length")).buttons
    assert "Indonesian" in await said(conversation, "/help")
    assert await said(conversation, "/today") == await said(conversation, "/help")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("halo", "Hello. Send me a news article"),
        ("terima kasih", "You are welcome."),
        ("?", "I am Ringkas"),
        ("/help", "I am Ringkas"),
        ("/lengh 2", "I do not know that command."),
    ],
)
async def test_small_talk_is_returned(conversation: Conversation, line: str, answer: str) -> None:
    assert (await said(conversation, line)).startswith(answer)


async def test_a_mistake_is_explained(conversation: Conversation) -> None:
    assert "17 characters" in await said(conversation, "hujan sejak pagi.")


async def test_a_reply_is_shown_as_plain_text_with_numbered_buttons(
    conversation: Conversation, capsys: pytest.CaptureFixture[str]
) -> None:
    show(await conversation.answer(str(SAMPLES / "harga-cabai.txt")))
    out = capsys.readouterr().out
    assert "<" not in out
    assert "[1] Full translation" in out


def test_progress_hands_on_what_it_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress(iter("abc"), "Counting", 3)) == ["a", "b", "c"]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("line", ["samples/nope.txt", "/nope/x.txt", "~/nope.html", "'nope.pdf'", "./"])
async def test_a_path_without_a_file_is_said_to_be_so(conversation: Conversation, line: str) -> None:
    assert "There is no file" in await said(conversation, line)


async def test_a_paragraph_may_be_pasted_on_one_line(conversation: Conversation) -> None:
    paragraphs = (SAMPLES / "harga-cabai.txt").read_text("utf-8").split("\n\n")
    paragraph = " ".join(paragraphs[1:3])
    assert "Malang" in await said(conversation, paragraph)


async def test_after_a_panel_the_numbers_press_the_digests_buttons_again(conversation: Conversation) -> None:
    reply = await conversation.answer(str(SAMPLES / "harga-cabai.txt"))
    await conversation.answer("/length")
    assert "will have one sentence" in await said(conversation, "2")
    assert "<blockquote expandable>" in await said(
        conversation, str(labels(reply).index("Full translation") + 1)
    )
