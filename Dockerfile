# Korzo in a container. `docker build -t korzo .`, then see compose.yaml and docs/operating/scaling.md.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src

# What changes seldom comes first, so that a new release builds in seconds.
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY pyproject.toml README.md LICENSE CHANGELOG.md ./
COPY korzo ./korzo
RUN pip install ".[s3,films]" && rm -rf /src

# The data folder is the only place that is written to; nothing here runs with the rights of root.
RUN useradd --system --uid 10001 --home-dir /data korzo && install -d -o korzo -g korzo /data /data/imports
USER korzo
WORKDIR /data
VOLUME /data
ENV KORZO_DATA=/data KORZO_BIND=0.0.0.0:8000
EXPOSE 8000

# Finishing what is under way takes up to half a minute: give it 40 seconds to stop.
STOPSIGNAL SIGTERM
ENTRYPOINT ["korzo"]
CMD ["up"]
