"""Forms of names, and groups of them."""

from __future__ import annotations

from bot.digest.mentions import Mention
from bot.digest.name_forms import Form, Groups, forms_of
from bot.digest.name_lines import TITLE_POSITION
from bot.records import EntityLabel


def mention(text: str, start: int = 0, label: EntityLabel = "person", sentence: int = 0) -> Mention:
    return Mention(text, tuple(text.split()), label, sentence, start, start + len(text))


def test_mentions_with_the_same_words_and_label_are_one_form() -> None:
    found = forms_of([mention("Ratna"), mention("RATNA", 9), mention("Ratna", 20, "place")])
    assert [(form.key, form.label, len(form.mentions)) for form in found] == [
        (("ratna",), "person", 2),
        (("ratna",), "place", 1),
    ]


def test_a_form_is_shown_as_it_is_most_often_written_and_of_equals_with_the_fewest_capitals() -> None:
    assert forms_of([mention("RATNA"), mention("Ratna", 9)])[0].text == "Ratna"
    assert forms_of([mention("RATNA"), mention("RATNA", 9), mention("Ratna", 18)])[0].text == "RATNA"


def test_the_headline_is_before_everything() -> None:
    (form,) = forms_of([mention("Ratna", 7), mention("Ratna", 3, sentence=TITLE_POSITION)])
    assert form.first == -1


def test_a_form_has_the_spellings_that_differ_in_more_than_capitals() -> None:
    (form,) = forms_of([Mention(text, ("x",), "person", 0, 0, 1) for text in ("Ma'ruf", "MA'RUF", "Ma’ruf")])
    assert form.spellings == ("Ma'ruf", "Ma’ruf")


def test_forms_that_are_joined_stand_in_one_group_with_all_that_are_joined_with_them() -> None:
    one, two, three, four = (Form((word,), "person") for word in ("a", "b", "c", "d"))
    groups = Groups([one, two, three, four])
    groups.join(one, two)
    groups.join(three, two)
    assert [[form.key[0] for form in group] for group in groups] == [["a", "b", "c"], ["d"]]
    assert groups.are_one([one, three])
    assert not groups.are_one([one, four])
