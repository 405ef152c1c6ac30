"""What all tests share."""

from hypothesis import settings

# A busy machine is no fault of the code: how long things take is measured in benchmarks/.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
