"""Scores a package on a development set. In: a package, lines and people's translations. Out: BLEU and chrF.

    python -m training.translation.score models/translate-id_en-1_9.argosmodel DEV.id DEV.en --lines 1000

`--unwrapped` takes off the quotation marks in which tables of values wrap a whole line: no page has those.
Plain decoding with CTranslate2, none of the bot's guards: what is measured is the model. Case kept, as
sacrebleu does by default (Post, 2018).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import ctranslate2
import sacrebleu
import sentencepiece

from training.translation.prepare import lines
from training.translation.text import unwrapped
from training.translation.unpacked import unpacked

BEAM_SIZE = 4
"""As the bot decodes."""
BATCH_SUBWORDS = 1024


def translations(package: Path, sources: Sequence[str], threads: int) -> list[str]:
    """Return what the package makes of each line."""
    with unpacked(package) as folder:
        subwords = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
        translator = ctranslate2.Translator(str(folder / "model"), inter_threads=threads, intra_threads=1)
    results = translator.translate_batch(
        subwords.encode(list(sources), out_type=str), beam_size=BEAM_SIZE,
        max_batch_size=BATCH_SUBWORDS, batch_type="tokens",
    )  # fmt: skip
    return [subwords.decode_pieces(result.hypotheses[0]) for result in results]


def main() -> None:
    """Translate and print the figures."""
    parser = argparse.ArgumentParser(description="BLEU and chrF of a package")
    parser.add_argument("package", type=Path)
    parser.add_argument("source", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("--lines", type=int, help="only the first so many")
    parser.add_argument("--unwrapped", action="store_true", help="without the marks around whole lines")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--show", type=int, default=0, help="print so many translations, spread over the set")
    arguments = parser.parse_args()
    sources, references = (
        list(islice(lines(path), arguments.lines)) for path in (arguments.source, arguments.reference)
    )
    if arguments.unwrapped:
        sources, references = list(map(unwrapped, sources)), list(map(unwrapped, references))
    started = time.monotonic()
    made = translations(arguments.package, sources, arguments.threads)
    took = time.monotonic() - started
    for at in range(0, len(made), max(1, len(made) // arguments.show)) if arguments.show else ():
        print(f"  {sources[at]}\n  {made[at]}\n  {references[at]}\n")
    bleu, chrf = sacrebleu.corpus_bleu(made, [references]), sacrebleu.corpus_chrf(made, [references])
    figures = f"BLEU {bleu.score:.1f}, chrF {chrf.score:.1f}, {took:.0f} s"
    print(f"{arguments.source.stem}: {len(made)} lines, {figures}")


if __name__ == "__main__":
    main()
