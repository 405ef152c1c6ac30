"""A group's figures as a page: the words of the screen, a picture of each practice, and nothing under five persons."""

from readings import shared_by

from trainer.export.cohort_page import cohort_page
from trainer.review.cohort import cohort
from trainer.review.wording import NOBODY_YET, as_lines


def test_it_says_what_the_screen_says_and_draws_it() -> None:
    found = cohort(shared_by("abcde", 2, 2, -1, month="2026-10") + shared_by("abcde", 2, 2, 2))
    page = cohort_page(found)
    assert page.count("<svg") == 1
    assert "2026-10" in page.partition("<svg")[2].partition("</svg>")[0]
    assert "Say what I see: not at all" in page
    for line in as_lines(found):
        assert line.replace("'", "&#39;") in page


def test_under_five_there_is_a_sentence_alone() -> None:
    page = cohort_page(cohort(shared_by("abcd", 2, 2, 2)))
    assert NOBODY_YET.replace("'", "&#39;") in page
    assert "<svg" not in page
    assert "<h2>" not in page


def test_a_title_is_no_markup() -> None:
    page = cohort_page(cohort(shared_by("abcde", 2, 2, 2, title="<script>x</script> [/]")))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
