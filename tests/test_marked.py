"""Tags and the signs of Markdown go, what only looks like them stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.marked import without_markdown, without_tags


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Menteri <b>Perhubungan</b> hadir.", "Menteri Perhubungan hadir."),
        ("<EM class='x'>Menteri</EM> hadir.", "Menteri hadir."),
        ('<a href="https://a.example/b">Menteri hadir', "Menteri hadir"),
        ("Satu<br/>dua", "Satu\n\ndua"),
        ("<p>Satu\ndua</p>", "\n\nSatu dua\n\n"),
        ("<p>Satu\n\ndua", "\n\nSatu\n\ndua"),
        ("<style>p { color: red }</style>Satu<!-- <b>dua</b> -->", "Satu"),
        ("<script>satu", "<script>satu"),
        ("<title>Kabar</title><h1>Satu</h1>", "\n\n\n\nSatu\n\n"),
        ("Lihat <https://a.example/b>.", "Lihat https://a.example/b."),
        ("Kata <q>siap</q> itu.", 'Kata "siap" itu.'),
    ],
)
def test_tags_go_and_their_words_stay(text: str, plain: str) -> None:
    assert without_tags(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (
            '<p>Satu.</p><p><b><a href="/x">Stasiun Lama Dibuka Lagi</a></b></p>',
            "Satu. Baca juga: Stasiun Lama Dibuka Lagi",
        ),
        (
            '<p>Satu.</p><p>Lihat <a href="/x">Stasiun Lama Dibuka Lagi</a></p>',
            "Satu. Lihat Stasiun Lama Dibuka Lagi",
        ),
        ('<p>Satu.</p><p><a href="/x">Stasiun Lama</a></p>', "Satu. Stasiun Lama"),
        ('<p><a href="/x">Stasiun Lama Dibuka Lagi</a></p><p>Satu.</p>', "Stasiun Lama Dibuka Lagi Satu."),
        ('<p>Satu.</p><h2><a href="/x">Stasiun Lama Dibuka Lagi</a></h2>', "Satu. Stasiun Lama Dibuka Lagi"),
        ("Satu.\n\n**[Stasiun Lama Dibuka Lagi](/x)**\n", "Satu. Baca juga: Stasiun Lama Dibuka Lagi"),
        ("[Stasiun Lama Dibuka Lagi](/x)\n\nSatu.", "Stasiun Lama Dibuka Lagi Satu."),
    ],
)
def test_a_link_that_stands_alone_leads_to_another_story(text: str, plain: str) -> None:
    assert " ".join(without_markdown(without_tags(text)).split()) == plain


@pytest.mark.parametrize(
    "text",
    [
        "Kami <3 Demak, dan 5 < 7 > 2.",
        "Pakai tag <b> untuk huruf tebal.",
        "Klik <link> atau --> ini.",
        "Isi <nama> dan <alamat>.",
        "Tulis ke <humas@contoh.example>.",
    ],
)
def test_what_marks_nothing_stays(text: str) -> None:
    assert without_tags(text) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("# Pasar Lama", "Pasar Lama"),
        ("**Menteri** hadir", "Menteri hadir"),
        ("***Menteri*** dan __Ketua__ hadir", "Menteri dan Ketua hadir"),
        ("**Menteri**nya hadir", "Menterinya hadir"),
        ("[Warga](https://a.example/b_(c)) menunggu", "Warga menunggu"),
        ("![foto](/a.jpg) Warga", "Warga"),
        ("> Warga menunggu", "Warga menunggu"),
        ("Harga naik\\.", "Harga naik."),
        ("```text\nWarga\n```", "\nWarga\n"),
        ("Warga menunggu[^1].\n[^1]: Menurut camat.", "Warga menunggu.\nMenurut camat."),
    ],
)
def test_signs_of_markdown_go(text: str, plain: str) -> None:
    assert without_markdown(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "#banjir #demak",
        "Nilainya 2 * 3 * 4 dan A_1 serta a_b_c.",
        "Gila a**n sih, tiga jam a**n itu.",
        "Ia berkata [sambil tertawa] (12/5) lalu pulang.",
        "[1] Undang-undang itu, [2] peraturan ini",
        "* satu butir saja",
    ],
)
def test_what_is_no_markdown_stays(text: str) -> None:
    assert without_markdown(text) == text


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="ab<>/!-*_`~ \n", max_size=120))
def test_words_are_never_lost_to_signs_alone(text: str) -> None:
    assert "".join(filter(str.isalnum, without_markdown(text))) == "".join(filter(str.isalnum, text))
    assert isinstance(without_tags(text), str)


@pytest.mark.parametrize(
    "text", ["<script " * 20_000, "<b>" * 40_000, "[a](" * 20_000, "**a" * 20_000, "<!--" * 40_000]
)
def test_long_rows_of_markup_take_no_time(text: str) -> None:
    assert without_markdown(without_tags(text)) is not None
