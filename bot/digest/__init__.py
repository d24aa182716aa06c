"""An Article -> what matters in it: sentences, summary, quotes with speakers, names. Pure."""
