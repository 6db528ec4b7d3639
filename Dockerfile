# An image with Backfile, for the archive that is mounted at /archive:
#
#     docker build --tag backfile .
#     docker run --rm --user "$(id -u):$(id -g)" -v "$PWD/my-archive:/archive" backfile build
#     docker run --rm -p 8000:8000 -v "$PWD/my-archive:/archive" backfile serve --host 0.0.0.0
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE CHANGELOG.md requirements.lock ./
COPY generator generator
COPY themes themes
# The versions that were tested. The hashes are left out: pip would ask for one of the wheel, too.
RUN sed -e 's/ \\$//' -e '/--hash=/d' requirements.lock > constraints.txt \
    && pip wheel --quiet --no-cache-dir --no-deps --wheel-dir /wheels . \
    && python -m venv /opt/backfile \
    && wheel=$(echo /wheels/*.whl) \
    && /opt/backfile/bin/pip install --quiet --no-cache-dir --constraint constraints.txt "${wheel}[buckets,feeds,serve]"

FROM python:3.13-slim
# git and rsync are for publishing.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git openssh-client rsync \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 backfile \
    && git config --system --add safe.directory /archive
COPY --from=build /opt/backfile /opt/backfile
ENV PATH=/opt/backfile/bin:$PATH
USER backfile
WORKDIR /archive
ENTRYPOINT ["backfile"]
CMD ["--help"]
