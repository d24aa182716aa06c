"""The command line: what an operator types, and the exit code that answers.

In: arguments and standard input; out: standard output for results, standard error for everything
else. Exit codes: 0 done, 1 the input could not be digested, 2 it was asked for wrongly or the
set-up does not hold, 130 interrupted. This module must know no stage; commands that are longer than
a few lines live beside it (batch, terminal, doctor).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from bot.errors import ConfigError, NoPackage, RingkasError
from bot.records import MAX_SENTENCE_COUNT, Page, Request
from bot.settings import Settings, load_settings
from bot.staying import patiently, stopped_within

if TYPE_CHECKING:
    from bot.batch import Part
    from bot.errors import TranslationError
    from bot.kit import Kit
    from bot.records import Digest
    from bot.translation.engine import Engine

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130

HOW_TO_BEGIN = "To get a token: write /newbot to @BotFather in Telegram, then put BOT_TOKEN=... into .env"

TRANSLATE_BATCH_LINES = 256
"""Lines translated at once by `translate`: several batches of the engine, seconds of work."""

SAMPLES = Path(__file__).resolve().parents[1] / "samples"

PARTS: tuple[Part, ...] = ("summary", "quotes", "entities")

Command = Callable[[argparse.Namespace, Settings], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; what went wrong stands on standard error."""
    arguments = _parser().parse_args(argv)
    command: Command = arguments.command
    try:
        return command(arguments, load_settings())
    except ConfigError as error:
        print(f"ringkas: {error}", file=sys.stderr, flush=True)
        if arguments.stay:
            stopped_within()
        return MISUSED
    except NoPackage as error:
        way = f"python -m bot models install {error.source} {error.target}"
        print(f"ringkas: no packages lead from {error.source} to {error.target}: {way}", file=sys.stderr)
        return FAILED
    except RingkasError as error:
        print(f"ringkas: {_in_words(error)}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except OSError as error:
        print(f"ringkas: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Ringkas answers an Indonesian or English article with a brief in the reader's language.",
        epilog="Without a command: the bot where BOT_TOKEN is set, else a chat in the terminal.",
    )
    parser.set_defaults(command=_main_job, role="both", stay=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    run = commands.add_parser("run", help="the bot, by polling or webhook")
    run.add_argument(
        "--role",
        choices=("receiver", "worker", "both"),
        default="both",
        help="on several machines over one PostgreSQL: receive updates, answer them, or both (default)",
    )
    run.add_argument(
        "--stay",
        action="store_true",
        help="where it cannot start, say why and wait instead of ending: for supervisors that start it again",
    )
    run.set_defaults(command=_run)
    chat = commands.add_parser("chat", help="the same conversation in the terminal, no token needed")
    chat.set_defaults(command=_chat)
    _describe_digest(commands.add_parser("digest", help="one article, or many with --jsonl"))
    _describe_translate(commands.add_parser("translate", help="a line in, a line out"))
    _describe_models(commands.add_parser("models", help="the translation packages"))
    _describe_feedback(commands.add_parser("feedback", help="what readers found good or wrong"))
    doctor = commands.add_parser("doctor", help="check settings, models, database and Telegram")
    doctor.set_defaults(command=_doctor)
    return parser


def _describe_digest(digest: argparse.ArgumentParser) -> None:
    digest.add_argument(
        "input", nargs="?", help="a path (.txt .html .pdf .docx), a URL, or -: standard input"
    )
    digest.add_argument("--json", action="store_true", help="print JSON, not what the chat shows")
    digest.add_argument("--to", metavar="LANG", help="the reader's language (default: TARGET_LANGUAGE)")
    digest.add_argument(
        "--sentences",
        type=_sentence_count,
        metavar="N",
        help=f"length of the summary, 1 to {MAX_SENTENCE_COUNT} (default: as many as tell the story)",
    )
    many = digest.add_argument_group("many articles")
    many.add_argument("--jsonl", metavar="IN", help="a file of JSON lines, or - for standard input")
    many.add_argument("--out", metavar="OUT", help="where the lines go (default: standard output)")
    many.add_argument("--jobs", type=_positive, metavar="N", help="processes (default: 1)")
    many.add_argument(
        "--only", type=_parts, metavar="PARTS", help=f"make only these parts, untranslated: {','.join(PARTS)}"
    )
    digest.set_defaults(command=_digest)


def _describe_translate(translate: argparse.ArgumentParser) -> None:
    translate.add_argument("--from", dest="source", required=True, metavar="LANG")
    translate.add_argument("--to", dest="target", required=True, metavar="LANG")
    translate.add_argument("--in", dest="input", default="-", metavar="F", help="default: standard input")
    translate.add_argument("--out", default="-", metavar="F", help="default: standard output")
    translate.set_defaults(command=_translate)


def _describe_models(models: argparse.ArgumentParser) -> None:
    actions = models.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="what ships, what is installed, which is used and why")
    listing.add_argument("--available", action="store_true", help="also what Argos' index offers (network)")
    listing.set_defaults(command=_models_list)
    install = actions.add_parser("install", help="what leads from one language to others, or a file")
    install.add_argument(
        "codes",
        nargs="*",
        metavar="LANG",
        help="the articles' language, then the readers', for example: id en fr. Where Argos has no package "
        "for two of them, a chain of packages is installed (id -> en -> fr)",
    )
    install.add_argument("--file", nargs="+", metavar="F.argosmodel", help="packages that are here already")
    install.set_defaults(command=_models_install)
    removal = actions.add_parser("remove", help="an installed package; one that ships stays")
    removal.add_argument("codes", nargs=2, metavar="CODE", help="source and target")
    removal.set_defaults(command=_models_remove)


def _describe_feedback(feedback: argparse.ArgumentParser) -> None:
    feedback.add_argument(
        "--since", type=_positive, metavar="DAYS", help="of the last days (default: all that is kept)"
    )
    feedback.add_argument("--json", action="store_true", help="print JSON")
    feedback.set_defaults(command=_feedback)


def _main_job(arguments: argparse.Namespace, settings: Settings) -> int:
    if settings.bot_token:
        return _run(arguments, settings)
    print(HOW_TO_BEGIN, file=sys.stderr)
    if sys.stdin.isatty():
        return _chat(arguments, settings)
    return _digest_samples(settings)


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    if settings.bot_token is None:
        raise ConfigError(f"there is no BOT_TOKEN. {HOW_TO_BEGIN}")
    from telegram.error import InvalidToken

    from bot.app import build_application, run_application
    from bot.durable import build_durable
    from bot.kit import build_kit
    from bot.runtime.log import configure_logging

    secrets = [
        secret.get_secret_value() for secret in (settings.bot_token, settings.webhook_secret) if secret
    ]
    configure_logging(settings.log_level, settings.log_format, secrets)
    open_durable = partial(build_durable, settings, arguments.role)
    durable = patiently(open_durable) if arguments.stay else open_durable()
    kit = None if arguments.role == "receiver" else build_kit(settings, sandboxed=True)
    try:
        run_application(build_application(settings, kit, durable), settings, arguments.role)
    except InvalidToken as exc:
        raise ConfigError("BOT_TOKEN: Telegram does not know this token") from exc
    return DONE


def _chat(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.kit import build_kit
    from bot.terminal import chat

    async def talk() -> None:
        kit = build_kit(settings)
        try:
            await chat(kit)
        finally:
            await kit.close()

    asyncio.run(talk())
    return DONE


def _digest(arguments: argparse.Namespace, settings: Settings) -> int:
    target = arguments.to or settings.target_language
    if arguments.jsonl:
        if arguments.input or arguments.json:
            raise ConfigError("digest takes either an INPUT or --jsonl IN, whose answers are JSON anyway")
        return _digest_jsonl(arguments, target, settings)
    if not arguments.input or arguments.out or arguments.jobs or arguments.only:
        raise ConfigError("digest takes an INPUT, or --jsonl IN, which --out, --jobs and --only go with")
    return _print_digest(_request(arguments.input, target, arguments.sentences), arguments.json, settings)


def _request(source: str, target: str, sentence_count: int | None = None) -> Request:
    if "://" in source:
        return Request(links=(source,), target=target, sentence_count=sentence_count)
    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as exc:
        raise ConfigError(f"{source}: {exc.strerror}") from exc
    file = Page(content, name="" if source == "-" else Path(source).name)
    return Request(file=file, target=target, sentence_count=sentence_count)


def _print_digest(request: Request, as_json: bool, settings: Settings) -> int:
    from bot.schema import digest_to_json
    from bot.terminal import show_digest

    digest, untranslated = asyncio.run(_digested(request, settings))
    if as_json:
        print(json.dumps(digest_to_json(digest), ensure_ascii=False, indent=2))
    else:
        show_digest(digest)
    if untranslated:
        raise untranslated
    return DONE


async def _digested(request: Request, settings: Settings) -> tuple[Digest, TranslationError | None]:
    kit = _kit_for(request.target, settings)
    try:
        return await kit.pipeline.run(request)
    finally:
        await kit.close()


def _kit_for(target: str, settings: Settings) -> Kit:
    """The stages, once it is clear that they reach the language."""
    from bot.kit import build_kit

    kit = build_kit(settings)
    if target not in kit.targets:
        raise ConfigError(f"no packages lead to {target!r}; there are: {', '.join(kit.targets)}")
    return kit


def _digest_samples(settings: Settings) -> int:
    for path in sorted(path for path in SAMPLES.iterdir() if path.suffix in {".txt", ".html"}):
        print(f"\n=== {SAMPLES.name}/{path.name} ===\n", flush=True)
        _print_digest(_request(str(path), settings.target_language), False, settings)
    return DONE


def _digest_jsonl(arguments: argparse.Namespace, target: str, settings: Settings) -> int:
    from bot.batch import Wish, digest_lines
    from bot.terminal import progress

    _kit_for(target, settings)
    wish = Wish(target, arguments.sentences, arguments.only or frozenset())
    total = _line_count(arguments.jsonl)
    with _open(arguments.jsonl, "r") as lines, _open_out(arguments.out or "-", arguments.jsonl) as out:
        full = (line for line in lines if line.strip())
        answers = digest_lines(full, wish, settings, arguments.jobs or 1)
        for answer in progress(answers, "Digesting", total):
            out.write(answer + "\n")
    return DONE


def _translate(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.kit import build_kit
    from bot.terminal import progress

    engine = build_kit(settings).engine
    total = _line_count(arguments.input)
    with _open(arguments.input, "r") as lines, _open_out(arguments.out, arguments.input) as out:
        texts = (line.rstrip("\n") for line in lines)
        for line in progress(_translated(texts, engine, arguments), "Translating", total):
            out.write(line + "\n")
    return DONE


def _translated(texts: Iterator[str], engine: Engine, arguments: argparse.Namespace) -> Iterator[str]:
    """Line for line; one of which no translation can be trusted stays as it is, which is said at the end."""
    left = 0
    while batch := tuple(islice(texts, TRANSLATE_BATCH_LINES)):
        translations = engine.translate(batch, arguments.source, arguments.target)
        left += translations.count(None)
        for line, translation in zip(batch, translations, strict=True):
            yield line if translation is None else translation
    if left:
        print(f"{left} lines stand in the original: no translation of them could be trusted", file=sys.stderr)


def _models_list(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.models_command import list_models

    return DONE if list_models(with_offers=arguments.available) else FAILED


def _models_install(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.models_command import install_files, install_models

    if bool(arguments.codes) == bool(arguments.file) or len(arguments.codes) == 1:
        raise ConfigError("models install takes two or more languages, such as id en, or --file F.argosmodel")
    if arguments.file:
        return DONE if install_files(arguments.file) else FAILED
    source, *wanted = arguments.codes
    return DONE if install_models(source, wanted) else FAILED


def _models_remove(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.models_command import remove_model

    return DONE if remove_model(*arguments.codes) else FAILED


def _feedback(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.feedback_command import as_json, report
    from bot.runtime.database import open_engine
    from bot.runtime.feedback import Feedback

    database = open_engine(settings.database_url)
    try:
        votes = Feedback(database).votes(arguments.since)
    finally:
        database.dispose()
    print(as_json(votes) if arguments.json else "\n".join(report(votes)))
    return DONE


def _doctor(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.doctor import examine

    healthy = True
    for finding in examine(settings):
        print(f"{'ok  ' if finding.well else 'BAD '} {finding.part}: {finding.word}")
        healthy = healthy and finding.well
    return DONE if healthy else FAILED


def _in_words(error: RingkasError) -> str:
    from bot.reply.plain import to_plain
    from bot.reply.render import render_error
    from bot.reply.wording import Wording

    return to_plain("\n".join(render_error(error, Wording("en")).messages))


@contextmanager
def _open(path: str, mode: Literal["r", "w"]) -> Iterator[TextIO]:
    """The file at a path, or the standard stream that `-` stands for."""
    if path == "-":
        yield sys.stdin if mode == "r" else sys.stdout
        return
    with ExitStack() as opened:
        try:
            file = opened.enter_context(Path(path).open(mode, encoding="utf-8", errors="replace"))
        except OSError as exc:
            raise ConfigError(f"{path}: {exc.strerror}") from exc
        yield file


def _open_out(path: str, source: str) -> AbstractContextManager[TextIO]:
    """Like `_open` for writing, but never over the file that is being read."""
    if path != "-" and source != "-" and Path(path).resolve() == Path(source).resolve():
        raise ConfigError(f"{path} is being read; choose another file for the answers")
    return _open(path, "w")


def _line_count(path: str) -> int | None:
    """How many lines a progress bar will see; None where one cannot look ahead."""
    if path == "-":
        return None
    with _open(path, "r") as lines:
        return sum(1 for line in lines if line.strip())


def _sentence_count(value: str) -> int:
    if not (value.isdecimal() and 1 <= int(value) <= MAX_SENTENCE_COUNT):
        raise argparse.ArgumentTypeError(f"a number from 1 to {MAX_SENTENCE_COUNT}, not {value!r}")
    return int(value)


def _positive(value: str) -> int:
    if not (value.isdecimal() and int(value) > 0):
        raise argparse.ArgumentTypeError(f"a number from 1, not {value!r}")
    return int(value)


def _parts(value: str) -> frozenset[str]:
    parts = frozenset(part.strip() for part in value.split(","))
    if unknown := parts - set(PARTS):
        raise argparse.ArgumentTypeError(
            f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}"
        )
    return parts


if __name__ == "__main__":
    sys.exit(main())
