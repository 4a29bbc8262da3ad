"""Alembic's entry: the gateway hands over its own connection (kiosk_app.court.gateway.database)."""

from __future__ import annotations

from alembic import context

from kiosk_app.court.gateway.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
