"""What stands in a brief: the parts that are wanted, in a private chat and in a group."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from bot.records import DEFAULT_PARTS, Digest, Entity, Part
from bot.reply.render import render_digest
from tests.test_render import ENGLISH, ID, as_telegram, labels, sample_digest, untranslated

EVERYTHING: frozenset[Part] = frozenset(get_args(Part))


def test_in_a_group_a_brief_is_headline_three_sentences_and_one_quotation() -> None:
    digest = sample_digest(summary=(0, 1, 4, 6))
    (html,) = render_digest(digest, ENGLISH, digest_id=ID, compact=True).messages
    opened, folded = html.split("\n\n<blockquote expandable>")
    assert opened.count("• ") == 3
    assert opened.startswith("<b><a href=")
    assert folded.startswith("• A researcher at Diponegoro")
    assert "— Surya Prakoso\n\n" in folded
    assert folded.endswith("<b>Places:</b> Demak</blockquote>")


def test_an_item_of_a_list_stands_in_a_summary_without_its_sign() -> None:
    digest = sample_digest(summary=(0, 1, 4, 6))
    items = tuple(replace(each, translation=f"- Item {each.index}") for each in digest.sentences)
    for compact in (False, True):
        reply = render_digest(replace(digest, sentences=items), ENGLISH, digest_id=ID, compact=compact)
        assert "• Item 0" in reply.messages[0]
        assert "• -" not in reply.messages[0]


def huge_digest(text: str, **changes: Any) -> Digest:
    """Everything in it is as long as `text`."""
    base = sample_digest(summary=(0, 1, 2, 4, 5, 6))
    article = replace(base.article, title=text, site=text, authors=(text,) * 5)
    return replace(
        base,
        article=article,
        title_translation=text,
        sentences=tuple(replace(each, source=text, translation=text + "!") for each in base.sentences),
        quotes=tuple(replace(each, text=text, translation=text + "!", speaker=text) for each in base.quotes),
        entities=tuple(Entity(f"{text} {number}", "person") for number in range(9)),
        **changes,
    )


@pytest.mark.parametrize("parts", [DEFAULT_PARTS, EVERYTHING, frozenset({"entities"})])
@pytest.mark.parametrize("text", ["kata " * 1_000, "x" * 5_000, "😀" * 3_000, "a.bb" * 2_000, "&<" * 2_000])
def test_in_a_group_a_brief_is_one_message_however_long_its_parts_are(
    text: str, parts: frozenset[Part]
) -> None:
    reply = render_digest(
        huge_digest(text), ENGLISH, digest_id=ID, parts=parts, compact=True, other_links=3, note="A note."
    )
    (html,) = reply.messages
    as_telegram(html)
    assert html.endswith("<i>I read the first of 4 links. Send the others one at a time.</i>")


def test_in_a_group_a_long_headline_is_cut_between_words_and_stays_a_link() -> None:
    html = render_digest(huge_digest("kata " * 1_000), ENGLISH, digest_id=ID, compact=True).messages[0]
    assert "kata kata…</a></b>\n" in html


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({"summary"}, (True, False, False)),
        ({"quotes"}, (False, True, False)),
        ({"entities"}, (False, False, True)),
        (set(), (False, False, False)),
    ],
)
def test_only_the_parts_that_are_wanted_are_shown(
    parts: set[Part], shown: tuple[bool, ...], compact: bool
) -> None:
    reply = render_digest(sample_digest(), ENGLISH, digest_id=ID, parts=frozenset(parts), compact=compact)
    (html,) = reply.messages
    assert "Demak Coast Residents" in html
    assert ("• " in html, "— Surya Prakoso" in html, "Places:" in html) == shown


def test_where_nothing_wanted_is_there_the_brief_says_what_it_has() -> None:
    digest = replace(sample_digest(), title_translation=None)
    digest = replace(digest, article=replace(digest.article, title="", site=None, url=None, authors=()))
    digest = replace(digest, article=replace(digest.article, published=None))
    reply = render_digest(digest, ENGLISH, digest_id=ID, parts=frozenset())
    assert "• Residents of three villages" in reply.messages[0]


def test_with_originals_each_translation_has_its_own_folded_beneath() -> None:
    reply = render_digest(sample_digest(), ENGLISH, digest_id=ID, parts=EVERYTHING)
    html = "\n\n".join(reply.messages)
    assert (
        "• The programme is financed by a grant of Rp12.5 billion that ends in June.\n<blockquote expandable>"
        "Program itu dibiayai hibah Rp12,5 miliar yang berakhir pada Juni.</blockquote>"
    ) in html
    assert "— Surya Prakoso\n<blockquote expandable>“Dulu air masuk sampai dapur" in html
    assert labels(reply) == [["full"], ["less", "more"], ["menu"]]


def test_with_originals_what_is_not_translated_stands_there_once() -> None:
    html = render_digest(untranslated(sample_digest()), ENGLISH, digest_id=ID, parts=EVERYTHING).messages[0]
    assert html.count("Program itu dibiayai") == 1
    assert "expandable" not in html


def test_in_a_group_the_originals_are_in_the_quotation() -> None:
    (html,) = render_digest(sample_digest(), ENGLISH, digest_id=ID, parts=EVERYTHING, compact=True).messages
    assert html.count("<blockquote") == 1
    assert "<i>Program itu dibiayai hibah" in html.partition("<blockquote expandable>")[2]
