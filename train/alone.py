#!/usr/bin/env python3
"""Says how much speaks against residue in a line that stands alone on its site.

usage: alone.py FACTS ALONE
needs: pip install -r train/requirements.txt

FACTS and ALONE are the `facts.tsv` and `alone.tsv` of `train facts`. What a template writes stands on many documents; a
line that neither stands on three of its site nor begins as lines do that stand on three is seldom residue, the more
seldom the more documents there are. What is printed is the constant in `src/review/repeated.rs`: nats for each doubling
of the documents, with which as many of the likely lines of folds are right as their scores say.
"""
import sys

import numpy as np

import verdicts


def excess(nats, score, answer, doublings):
    """How much more the scores promise than is true, with so many nats taken off."""
    promised = 1 / (1 + np.exp(nats * doublings - score))
    return (doublings * (promised - answer)).sum()


def main():
    residue = verdicts.questions(verdicts.Table(sys.argv[1]))[0]
    residue.cross_validate()
    row, documents = np.loadtxt(sys.argv[2], dtype=int, skiprows=1).T
    is_likely = residue.rows[row] & (residue.score[row] >= residue.bounds[0])
    row, documents = row[is_likely], documents[is_likely]
    score, answer, doublings = residue.score[row], residue.answer[row], np.log2(documents)
    low, high = 0.0, 8.0
    for _ in range(40):
        nats = (low + high) / 2
        low, high = (nats, high) if excess(nats, score, answer, doublings) > 0 else (low, nats)
    print(f"{nats:.2f} nats for each doubling")
    for fewest, most in ((3, 4), (5, 8), (9, 16)):
        some = (documents >= fewest) & (documents <= most)
        certain = some & (score >= residue.bounds[1])
        certain_now = some & (score - nats * doublings >= residue.bounds[1])
        right = lambda rows: f"{answer[rows].sum()} of {rows.sum()}"
        print(f"{fewest} to {most} documents: right of those certain without it {right(certain)}, with it {right(certain_now)}")


if __name__ == "__main__":
    main()
