from alembic import context
from sqlalchemy import engine_from_config

# the database of alembic.ini, whatever DATABASE_URL says
settings = context.config.get_section("alembic")
with engine_from_config(settings).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
