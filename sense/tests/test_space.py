"""Areas and curves show a crowd, never a person."""

import numpy as np
import pytest

from talkoo_sense import area, line_density


def test_area_is_mean_and_covariance():
    points = np.random.default_rng(1).normal(size=(50, 2))

    found = area(points)

    assert found is not None
    assert found.centre == pytest.approx(points.mean(axis=0))
    assert found.covariance == pytest.approx(np.cov(points.T))


@pytest.mark.parametrize("n", [0, 1, 6])
def test_fewer_than_seven_people_are_not_drawn(n):
    assert area(np.ones((n, 2))) is None
    assert line_density(np.linspace(-1, 1, n)) is None


def test_seven_people_have_an_area_but_no_curve_with_five_beyond_each_end():
    assert area(np.ones((7, 2))) is not None
    assert line_density(np.linspace(-1, 1, 7)) is None


def test_curve_ends_where_five_people_are_still_beyond():
    people = np.random.default_rng(2).normal(size=80)

    curve = line_density(people)

    assert curve is not None
    assert all((people < place).sum() >= 5 <= (people > place).sum() for place in curve.place)
    assert np.array_equal(curve.height, curve.height.round(1))
    assert curve.height.max() == 1


def test_curve_of_two_camps_has_two_tops():
    people = np.concatenate((np.linspace(-1.4, -0.8, 30), np.linspace(0.8, 1.4, 30)))

    curve = line_density(people)

    assert curve is not None
    middle = np.abs(curve.place).argmin()
    assert curve.height[middle] < 0.5
    assert max(curve.height[:middle]) >= 0.9
    assert max(curve.height[middle:]) >= 0.9


def test_curve_reads_the_first_axis_and_holds_when_half_stand_in_one_place():
    people = np.concatenate((np.zeros(40), np.linspace(-1, 1, 20)))

    curve = line_density(np.stack([people, np.ones(60)], axis=1))

    assert curve is not None
    assert np.isfinite(curve.height).all()


def test_area_needs_two_columns():
    with pytest.raises(ValueError, match="shape"):
        area(np.ones(8))
