"""Where Alembic finds the database: DATABASE_URL, as the application does."""

import os
from logging.config import fileConfig

from alembic import context
from sqlalchemy import create_engine, make_url

fileConfig(context.config.config_file_name)
url = make_url(os.environ["DATABASE_URL"]).set(drivername="postgresql+psycopg")
with create_engine(url).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
