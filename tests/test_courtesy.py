"""A courtesy is told from an article that is too short, in either language, whatever goes along with it."""

from __future__ import annotations

import pytest

from bot.reply.courtesy import Courtesy, courtesy_in


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("makasih ya", "thanks"),
        ("Terima kasih banyak, kak 🙏", "thanks"),
        ("Makasiiih!!", "thanks"),
        ("Thanks a lot", "thanks"),
        ("thank you so much for your help", "thanks"),
        ("ok, makasih bantuannya", "thanks"),
        ("🙏🏽", "thanks"),
        ("❤️", "thanks"),
        ("halo", "greeting"),
        ("Selamat pagi min", "greeting"),
        ("Assalamu'alaikum", "greeting"),
        ("Hi there!", "greeting"),
        ("halo, terima kasih", "thanks"),
        ("siap", "fine"),
        ("Oke sip", "fine"),
        ("mantap!", "fine"),
        ("bantuan", "help"),
        ("halo, cara pakainya gimana?", "help"),
        ("?", "help"),
        ("kamu siapa?", "help"),
        ("kok gak bisa?", "trouble"),
        ("kenapa masih error", "trouble"),
        ("Why doesn't it work? It's broken", None),
        ("it does not work", "trouble"),
        ("bahasa indonesia", "language"),
        ("tolong pakai bahasa inggris ya", "language"),
        ("in English please", "language"),
        ("lebih pendek dong", "length"),
        ("Too long!", "length"),
        ("", None),
        ("!!", None),
        ("⛔", None),
        ("banyak sekali", None),
        ("Hujan deras tadi pagi", None),
        ("makasih, tapi terjemahannya salah", None),
        ("pagi ini hujan", None),
        ("baca ini", None),
        ("ok ok ok ok ok ok ok ok ok", None),
    ],
)
def test_a_courtesy_is_known_by_its_words_and_by_nothing_else_being_said(
    text: str, meant: Courtesy | None
) -> None:
    assert courtesy_in(text) == meant
