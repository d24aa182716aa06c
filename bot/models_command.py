"""The `models` commands: which packages are here and which are used, what Argos' index offers, and how
one comes or goes.

In: codes, names or files that an operator typed. Out: results on standard output, all else on standard
error, and whether it could be done. This module must not know what a package looks like inside, nor how
one is fetched.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import BadStatus, ConfigError, FetchError, FetchTimeout, NoPackage, TooLarge
from bot.kit import packages_folder, shipped_models
from bot.pipeline import LANGUAGES
from bot.terminal import download_bar
from bot.translation.package import Package, Step, best_packages, ranked, targets, version_key
from bot.translation.package_index import Offer, available, install_offer, route
from bot.translation.packages import all_packages, disk_bytes, install_file, remove

COMMAND = "python -m bot models"
MEGABYTE = 1e6
"""Of sizes that are shown, as download pages show them."""


def list_models(*, with_offers: bool) -> bool:
    """Print each package that is here, whether it is used and why not; then what the index offers.

    What is here is printed before the network is asked. Raises ConfigError when the index, which was
    asked for, cannot be had. Returns whether every package is whole.
    """
    packages = _here()
    rows = [_row(package, packages) for package in ranked(packages)]
    for row in rows:
        print("  ".join((row[0].ljust(8), row[1].ljust(5), row[2].ljust(9), row[3].rjust(9), row[4])))
    sys.stdout.flush()
    broken = [package for package in packages if package.fault]
    if any(package.origin == "installed" for package in broken):
        _say(f"What is broken is mended by {COMMAND} install, or taken away by {COMMAND} remove.")
    if any(package.origin == "shipped" for package in broken):
        _say("The bot does not start with a broken package that ships: put the release's own file back.")
    if with_offers:
        _print_offers(packages)
    else:
        _say(f"What Argos' index offers: {COMMAND} list --available")
    return not broken


def install_models(source: str, wanted: Sequence[str]) -> bool:
    """Install what leads from one language to each of others; what is here already is not fetched again.

    Codes as the index writes them, or the English names of languages. Nothing is fetched unless all of
    them can be reached. Raises ConfigError when the index or a package cannot be had.
    """
    _say("Reading Argos' index")
    with _told(f"With a package file from elsewhere: {COMMAND} install --file F.argosmodel"):
        offers = available()
    here = best_packages(_here())
    source, *codes = (_code(word, here, offers) for word in (source, *wanted))
    try:
        plan = _plan(source, codes, here, offers)
    except NoPackage as error:
        _say(
            f"ringkas: neither Argos' index nor what is here leads from {error.source} to {error.target}; "
            f"what there is: {COMMAND} list --available"
        )
        return False
    with _ended_like_by_a_key():
        for step in plan:
            if isinstance(step, Offer):
                _fetch(step)
            else:
                print(f"{_pair(step)} {step.version} is {step.origin} already")
    _say_what_is_reached(source)
    return True


def install_files(paths: Sequence[str]) -> bool:
    """Install package files that are here already. Raises ConfigError at the first that is none."""
    with _ended_like_by_a_key():
        for path in paths:
            print(_installed(install_file(Path(path), packages_folder())))
    _say_what_is_reached(*LANGUAGES)
    return True


def remove_model(source: str, target: str) -> bool:
    """Remove the installed package of a pair; one that ships stays and is used in its place."""
    gone = [p for p in _here() if p.origin == "installed" and (p.source, p.target) == (source, target)]
    freed = sum(disk_bytes(package) for package in gone)
    try:
        remove(source, target, packages_folder())
    except NoPackage:
        _say(f"ringkas: no package {source} -> {target} is installed")
        return False
    print(f"removed {source} -> {target}, {_size(freed)} freed")
    for package in best_packages(_here()):
        if (package.source, package.target) == (source, target):
            _say(f"{_pair(package)} is now the {package.origin} {package.version}.")
    _say_what_is_reached(*LANGUAGES)
    return True


def _here() -> tuple[Package, ...]:
    return all_packages(shipped_models(), packages_folder())


def _row(package: Package, packages: Sequence[Package]) -> tuple[str, str, str, str, str]:
    return (
        _pair(package),
        package.version or "?",
        package.origin,
        _size(disk_bytes(package)),
        _state(package, packages),
    )


def _state(package: Package, packages: Sequence[Package]) -> str:
    """Whether the package is used, and if not, why."""
    if package.fault:
        return f"broken: {package.fault}"
    used = next(
        p for p in best_packages(packages) if (p.source, p.target) == (package.source, package.target)
    )
    if package == used:
        return "used"
    if package.origin != used.origin:
        return "not used: an installed package goes first"
    if version_key(package.version) < version_key(used.version):
        return f"not used: {used.version} is newer"
    return "not used: there is another of the same version"


def _print_offers(packages: Sequence[Package]) -> None:
    with _told("What is here is above."):
        offers = available()
    installed = {(p.source, p.target): p for p in best_packages(packages) if p.origin == "installed"}
    for offer in offers:
        mine = installed.get((offer.source, offer.target))
        state = "available"
        if mine:
            newer = version_key(offer.version) > version_key(mine.version)
            state = f"newer than the installed {mine.version}" if newer else "installed"
        names = f"{offer.source_name} -> {offer.target_name}" if offer.source_name else ""
        print("  ".join((_pair(offer).ljust(8), offer.version.ljust(5), state.ljust(9), names)).rstrip())
    for source in LANGUAGES:
        codes = ", ".join(targets([*best_packages(packages), *offers], source)) or "nothing"
        _say(f"From {source}, {COMMAND} install {source} CODE reaches: {codes}")


def _plan(
    source: str, codes: Sequence[str], here: Sequence[Package], offers: Sequence[Offer]
) -> list[Package | Offer]:
    """What is wanted for each language in turn, each step once."""
    plan: dict[tuple[str, str], Package | Offer] = {}
    for target in codes:
        if target == source:
            raise ConfigError(f"from {source} to {target} there is nothing to translate")
        steps = route(source, target, here, offers)
        if len(steps) > 1:
            way = " -> ".join((source, *(step.target for step in steps)))
            _say(f"There is no package {source} -> {target}; the way is {way}.")
        for step in steps:
            # An offer goes before the package that it replaces: that was asked for in so many words.
            if isinstance(step, Offer) or (step.source, step.target) not in plan:
                plan[step.source, step.target] = step
    return list(plan.values())


def _fetch(offer: Offer) -> None:
    label = f"{_pair(offer)} {offer.version}"
    servers = " or ".join(dict.fromkeys(_server(link) for link in offer.links))

    try:
        with (
            _told("Nothing of it stays; what was installed before it does."),
            download_bar(_pair(offer)) as told,
        ):

            def progress(done: int, whole: int) -> None:
                if done == 0:
                    _say(f"{label}: {_size(whole) if whole else 'of unknown size'}, from {servers}")
                told(done, whole)

            package = install_offer(offer, packages_folder(), progress=progress)
    except KeyboardInterrupt:
        _say(f"broken off: nothing of {label} stays")
        raise
    print(_installed(package))


def _installed(package: Package) -> str:
    return f"installed {_pair(package)} {package.version}, {_size(disk_bytes(package))} on disk"


def _say_what_is_reached(*sources: str) -> None:
    packages = best_packages(_here())
    for source in sources:
        reached = ", ".join(targets(packages, source)) or "nothing"
        _say(f"From {source} the packages reach: {reached}. A bot that is running sees it at its next start.")


def _code(word: str, here: Sequence[Package], offers: Sequence[Offer]) -> str:
    """The language that was typed: a code, or its English name as the index writes it."""
    codes: dict[str, str] = {}
    for offer in offers:
        codes |= {offer.source_name.lower(): offer.source, offer.target_name.lower(): offer.target}
    steps: tuple[Step, ...] = (*here, *offers)
    codes |= {code.lower(): code for step in steps for code in (step.source, step.target)}
    return codes.get(word.lower(), word)


def _pair(step: Step) -> str:
    return f"{step.source} -> {step.target}"


def _size(size_bytes: int) -> str:
    return f"{size_bytes / MEGABYTE:.1f} MB"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@contextmanager
def _told(advice: str) -> Iterator[None]:
    """What goes wrong on the network is told to an operator, not to a reader of news."""
    try:
        yield
    except FetchError as exc:
        raise ConfigError(f"{_why(exc)}. {advice}") from exc


def _why(error: FetchError) -> str:
    server = _server(error.url)
    match error:
        case FetchTimeout():
            return f"{server} was silent or too slow for {error.timeout_s:.0f} s"
        case BadStatus():
            return f"{server} answered with status {error.status} for {error.url}"
        case TooLarge():
            return f"{error.url} is larger than {_size(error.limit_bytes)}"
        case _:
            return f"there is no connection to {server}, or it broke off"


def _server(url: str) -> str:
    try:
        return urlsplit(url).netloc or url
    except ValueError:  # it is no address at all
        return url


@contextmanager
def _ended_like_by_a_key() -> Iterator[None]:
    """A kill and a closed terminal end the work as Ctrl-C does: what is half done is taken away."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [signal.Signals[name] for name in names]
    before = {number: signal.getsignal(number) for number in numbers}
    mine = [number for number in numbers if before[number] == signal.SIG_DFL]
    if threading.current_thread() is not threading.main_thread():
        mine = []
    for number in mine:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in mine:
            signal.signal(number, before[number])
