"""What an office of English news is called in Indonesian."""

from __future__ import annotations

import pytest

from bot.translation.roles import known_role
from bot.translation.roles_indonesian import indonesian_role


@pytest.mark.parametrize(
    ("role", "indonesian"),
    [
        ("education minister", "menteri pendidikan"),
        ("deputy finance minister", "wakil menteri keuangan"),
        ("energy and mineral resources minister", "menteri energi dan sumber daya mineral"),
        ("West Java governor", "gubernur Jawa Barat"),
        ("former president", "mantan presiden"),
        ("mayor of Surabaya", "wali kota Surabaya"),
        ("professor at Gadjah Mada University", "guru besar di Universitas Gadjah Mada"),
        ("head of the Bandung Health Agency", "kepala Dinas Kesehatan Bandung"),
        ("Foreign Ministry spokesman", "juru bicara Kementerian Luar Negeri"),
        ("farmer", "petani"),
        ("principal of a junior high school in Waisala", None),
        ("Japanese prime minister", None),
        ("juggler", None),
    ],
)
def test_offices_are_known_by_their_heads_and_what_they_are_of(role: str, indonesian: str | None) -> None:
    assert indonesian_role(role) == indonesian
    assert known_role(role, "id") == indonesian
