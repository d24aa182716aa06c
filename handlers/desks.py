"""Which handler answers what: the only place that knows them all.

In: the newsroom; out: its desks, and python-telegram-bot's handlers in the order in which they are asked.
It must hold no behaviour of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers import buttons, forget, group, links, settings
from handlers.administrators import Administrators
from handlers.article import ARTICLE_COMMANDS, COMMAND_IN_CAPTION, ArticleHandlers
from handlers.handout import SIDE_PRESSED, Handout
from handlers.membership import MembershipHandlers
from handlers.newsroom import Newsroom
from handlers.pointers import Pointers
from handlers.press import Pressed
from handlers.start import READ, StartHandlers
from handlers.today import TodayHandlers


@dataclass(frozen=True, slots=True)
class Desks:
    """The objects whose methods answer updates."""

    article: ArticleHandlers
    lists: links.LinksHandlers
    talk: group.GroupHandlers
    start: StartHandlers
    choices: settings.SettingsHandlers
    presses: buttons.ButtonHandlers
    handout: Handout
    today: TodayHandlers
    forgetting: forget.ForgetHandlers
    membership: MembershipHandlers


def desks_of(newsroom: Newsroom, administrators: Administrators, timezone: ZoneInfo) -> Desks:
    """Return the desks, each with the others that it needs; `timezone` says when a day begins."""
    pointers, handout = Pointers(newsroom), Handout(newsroom)
    lists = links.LinksHandlers(newsroom, pointers)
    article = ArticleHandlers(newsroom, lists, pointers)
    return Desks(
        article=article,
        lists=lists,
        talk=group.GroupHandlers(newsroom, article, pointers),
        start=StartHandlers(newsroom, {READ: article.on_promised_link, **handout.deep_links()}),
        choices=settings.SettingsHandlers(newsroom, administrators),
        presses=buttons.ButtonHandlers(newsroom, handout),
        handout=handout,
        today=TodayHandlers(newsroom, timezone),
        forgetting=forget.ForgetHandlers(newsroom),
        membership=MembershipHandlers(newsroom),
    )


def for_messages(desks: Desks) -> list[BaseHandler[Any, Any, Any]]:
    """What answers what is said, and what Telegram says of members; the first that fits answers."""
    fresh = filters.UpdateType.MESSAGE
    private, in_group = fresh & filters.ChatType.PRIVATE, fresh & filters.ChatType.GROUPS
    return [
        CommandHandler("start", desks.start.on_start_command, fresh),
        CommandHandler("help", desks.start.on_help_command, fresh),
        CommandHandler("about", desks.start.on_about_command, fresh),
        CommandHandler("settings", desks.choices.on_settings_command, fresh),
        CommandHandler("language", desks.choices.on_language_command, fresh),
        CommandHandler("length", desks.choices.on_length_command, fresh),
        CommandHandler("today", desks.today.on_today_command, fresh),
        CommandHandler("forget", desks.forgetting.on_forget_command, fresh),
        CommandHandler(ARTICLE_COMMANDS, desks.article.on_summary_command, fresh),
        MessageHandler(fresh & filters.CaptionRegex(COMMAND_IN_CAPTION), desks.article.on_summary_command),
        MessageHandler(private & filters.COMMAND, desks.article.on_unknown_command),
        MessageHandler(fresh & filters.StatusUpdate.MIGRATE, desks.membership.on_migration),
        ChatMemberHandler(desks.membership.on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(private & ~filters.StatusUpdate.ALL, desks.article.on_article),
        MessageHandler(in_group & ~filters.COMMAND & ~filters.StatusUpdate.ALL, desks.talk.on_group_message),
    ]


def for_presses(desks: Desks) -> list[BaseHandler[Any, Any, Any]]:
    """What answers presses on buttons; the first that fits answers."""
    return [
        Pressed(desks.choices.on_panel_pressed, settings.PANEL_PRESSED),
        Pressed(desks.choices.on_language_pressed, settings.LANGUAGE_PRESSED),
        Pressed(desks.choices.on_languages_wanted, rf"^{settings.LANGUAGES_WANTED}$"),
        Pressed(desks.choices.on_length_pressed, settings.LENGTH_PRESSED),
        Pressed(desks.presses.on_digest_button, buttons.DIGEST_PRESSED),
        Pressed(desks.handout.on_side_pressed, SIDE_PRESSED),
        Pressed(desks.lists.on_brief_pressed, links.BRIEF_PRESSED),
        Pressed(desks.talk.on_again_pressed, group.AGAIN_PRESSED),
        Pressed(desks.forgetting.on_forget_pressed, forget.FORGET_PRESSED),
        CallbackQueryHandler(desks.presses.on_unknown_button),
    ]
