"""Inline mode, the bot's side: what it answers to "@bot words", checked and kept for people to choose from.

In: answerInlineQuery's parameters. Out: the answer in the world, or BotApiError with Telegram's words. What
people do with it (ask, choose) is in `world`.
"""

from __future__ import annotations

from playground.checks import Parameters, formatted_of
from playground.formatted import checked_link, utf16_length
from playground.keyboards import bad_request, checked_keyboard
from playground.records import InlineAnswer, InlineResult, Json
from playground.rules import Violation
from playground.world import START_PAYLOAD, TEXT_LIMIT_UTF16, World

RESULT_ID_LIMIT_BYTES = 64
MAX_RESULTS = 50
NEXT_OFFSET_LIMIT_BYTES = 64
CACHE_TIME_S = 300
"""How long Telegram answers the same query by itself, where the bot says nothing."""


def answer_inline_query(world: World, p: Parameters) -> bool:
    """answerInlineQuery; articles with a text are the one kind of result that is played here."""
    query = world.inline_queries.get(p["inline_query_id"])
    if query is None or query.expired or query.answer is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(p["results"]) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(p.get("next_offset", "").encode()) > NEXT_OFFSET_LIMIT_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    _check_ids([result["id"] for result in p["results"]])
    results = tuple(_result(world, result) for result in p["results"])
    answer = InlineAnswer(results, _button(p.get("button")), p.get("next_offset", ""))
    world.keep_inline_answer(
        query, answer, cache_s=p.get("cache_time", CACHE_TIME_S), is_personal=p.get("is_personal", False)
    )
    return True


def _check_ids(ids: list[str]) -> None:
    for result_id in ids:
        if not 1 <= len(result_id.encode()) <= RESULT_ID_LIMIT_BYTES:
            raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")


def _result(world: World, result: Json) -> InlineResult:
    if result["type"] != "article" or "message_text" not in result.get("input_message_content", {}):
        world.violations.append(Violation("answerInlineQuery", f"{result['type']} is not played here"))
        raise bad_request("RESULT_TYPE_INVALID")
    if not result["title"].strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    for name in ("url", "thumbnail_url"):
        if name in result and checked_link(result[name]) is None:
            raise bad_request("WEBDOCUMENT_URL_INVALID" if name == "thumbnail_url" else "URL_INVALID")
    given = result["input_message_content"]
    formatted = formatted_of(world, "answerInlineQuery", given | {"text": given["message_text"]}, "text")
    if not formatted.text:
        raise bad_request("MESSAGE_EMPTY")
    if utf16_length(formatted.text) > TEXT_LIMIT_UTF16:
        raise bad_request("MESSAGE_TOO_LONG")
    content = world.text_content(formatted)
    if "link_preview_options" in given:
        content["link_preview_options"] = given["link_preview_options"]
    if keyboard := checked_keyboard(result.get("reply_markup"), None, inline_mode=world.inline_mode):
        content["reply_markup"] = keyboard
    return InlineResult(result["id"], result["title"], result.get("description", ""), content)


def _button(button: Json | None) -> Json | None:
    """The button over the results, which opens the private chat with a payload for /start."""
    if button is None:
        return None
    if not button["text"].strip():
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if len({"web_app", "start_parameter"} & button.keys()) != 1:
        raise bad_request("can't parse inline query results button: exactly one of its kinds must be given")
    if "start_parameter" in button:
        if not button["start_parameter"]:
            raise bad_request("START_PARAM_EMPTY")
        if not START_PAYLOAD.fullmatch(button["start_parameter"]):
            raise bad_request("START_PARAM_INVALID")
    return dict(button)
