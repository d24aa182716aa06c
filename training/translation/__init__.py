"""Trains the Argos packages that ship: parallel text in, models/translate-*.argosmodel out.

recipe.py         every number of the plan: weights of corpora, sizes, settings (pure)
text.py           which pairs are fit to learn from (pure)
normalization.py  how a package reads typographic marks: the rules baked into its vocabulary (pure)
prepare.py        parallel text -> vocabulary and arrays
unlearnt.py       takes subwords out of use that the pairs hardly have (pure)
switched.py       arrays with some of the source's words already translated (for telling.py)
written.py        text -> the words that people write in a language
taught.py         text in one language -> pairs of it and what the bot makes of it
shortlist.py      arrays -> the subwords that a decoder has to consider
arrays.py         arrays of subwords, and batches of them
shape.py          how large a network is (pure)
network.py        the Transformer and its loss, with no padding in its way
optimizer.py      Muon for matrices, AdamW for the rest
train.py          trains by the clock and goes on from its checkpoint
team.py           processes that train one network together, a core each
decode.py         arrays -> pairs whose other side a model wrote: back-translation, distillation
checkpoint.py     what stands in a checkpoint; int8 pieces for a narrow way home
model_bin.py      CTranslate2's files, written and read back
package.py        checkpoint -> Argos package
resume.py         Argos package -> checkpoint: training goes on from what ships
unpacked.py       opens a package for reading
score.py          BLEU and chrF of a package on a development set
accelerate.py     the whole plan on one rented accelerator, in commands of under ten minutes
commands.py       runs these modules as commands
__main__.py       the whole plan on a processor

It needs PyTorch and sacrebleu beside the program's own requirements; the program needs neither.
"""
