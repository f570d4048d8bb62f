"""Due reminders are found by their instant alone: the index by person cost a page for each said."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward; there is no way back."""
    op.drop_index("ix_reminders_person_state_not_before", table_name="reminders")
