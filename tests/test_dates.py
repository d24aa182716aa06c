"""dates: as machines and as news pages write them, with the zone they mean."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.dates import parse_date, take_date

DATES = {
    "2024-03-11T09:15:00+07:00": "2024-03-11T09:15:00+07:00",
    "2016-02-16T13:01:52+0700": "2016-02-16T13:01:52+07:00",
    "2017-02-17 13:30:08": "2017-02-17T13:30:08+07:00",
    "2024/03/11 09:15:00": "2024-03-11T09:15:00+07:00",
    "2023-09-15T20:34:00Z": "2023-09-16T03:34:00+07:00",
    "2024-03-11": "2024-03-11",
    "2024-03-12 08.30 WITA": "2024-03-12T08:30:00+08:00",
    "Fri, 15 Sep 2023 21:34:00 +0800": "2023-09-15T21:34:00+08:00",
    "15 Sep 2023, 21:34 WIB": "2023-09-15T21:34:00+07:00",
    "Jumat, 15 September 2023 | 21.34 WITA": "2023-09-15T21:34:00+08:00",
    "Kompas.com - 21/08/2023, 16:05 WIB": "2023-08-21T16:05:00+07:00",
    "Senin 5 Agustus 2019 Pukul 7:05 WIT": "2019-08-05T07:05:00+09:00",
    "Rabu, 22 Okt 2025 10:00 WIT": "2025-10-22T10:00:00+09:00",
    "Kamis, 14 September 2023 | 10:15 WIB": "2023-09-14T10:15:00+07:00",
    "21:34 WIB, 15 Sep 2023": "2023-09-15T21:34:00+07:00",
    "15 Sep 2023 09:30 GMT+8": "2023-09-15T09:30:00+08:00",
    "15 Sep 2023 22:00 UTC": "2023-09-16T05:00:00+07:00",
    "September 15, 2023 9:05 PM": "2023-09-15T21:05:00+07:00",
    "Jum'at, 3 Agt. 2018": "2018-08-03",
    "Diterbitkan 1 Mei 2020": "2020-05-01",
    "31 Februari 2024, lalu 1 Maret 2024": "2024-03-01",
}


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_read_as_machines_and_as_pages_write_it(text: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert found.isoformat() == DATES[text]


@pytest.mark.parametrize(
    "text",
    [
        "", "kemarin", "31 Februari 2024", "0001-01-01T00:00:00Z", "12345", "2024-13-45", "Fri, x", "1/2",
        "17 Agustus 1945", "12 ikan 2024",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_a_time_without_zone_on_a_foreign_page_is_only_a_day() -> None:
    assert parse_date("2024-03-11 09:15:00", indonesian=False) == date(2024, 3, 11)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Rina Wati - Selasa, 14 Okt 2025 10:32 WIB", "Rina Wati -"),
        ("Rabu 22/10/2025 08.00", ""),
        ("Rina Wati", "Rina Wati"),
    ],
)
def test_a_date_is_taken_out_of_its_line_with_day_and_clock(line: str, rest: str) -> None:
    assert take_date(line)[1].strip() == rest


@given(st.text(alphabet="0123456789:./- ,TZ+WIBMeiGTpm", max_size=40), st.booleans())
@settings(max_examples=100, deadline=None)
def test_any_text_has_a_date_or_none(text: str, indonesian: bool) -> None:
    found = parse_date(text, indonesian=indonesian)
    assert found is None or 1989 <= found.year <= 2101
