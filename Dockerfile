# Ringkas in one image: the pinned environment, the models, a user without rights.
# Build: docker build -t ringkas .      Run: see compose.yaml
FROM python:3.12-slim AS environment
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv /app/.venv \
 && /app/.venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
      --no-deps --require-hashes --requirement requirements.lock

FROM python:3.12-slim
WORKDIR /app
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin ringkas \
 && mkdir /app/var \
 && chown ringkas /app/var
COPY --from=environment /app/.venv /app/.venv
COPY bot bot
COPY handlers handlers
COPY models models
COPY samples samples
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HEALTH_LISTEN=127.0.0.1:8081
USER ringkas
VOLUME /app/var
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8081/healthz', timeout=4)"]
CMD ["python", "-m", "bot", "run"]
