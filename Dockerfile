# Heshu without a network: everything comes from the wheelhouse beside this file (docs/operations.md).
FROM python:3.11-slim
WORKDIR /app
COPY requirements.txt ./
COPY wheelhouse /wheelhouse
RUN pip install --no-index --find-links /wheelhouse --require-hashes -r requirements.txt \
 && pip install --no-index --find-links /wheelhouse --no-deps heshu
# old Word files: LibreOffice's packages for this image's Debian, where there is a folder debs (docs/operations.md)
COPY prefect.yaml deb[s] /debs/
RUN if ls /debs/*.deb >/dev/null 2>&1; then dpkg -i /debs/*.deb; fi
COPY flows ./flows
COPY prefect.yaml ./
RUN useradd --create-home heshu && mkdir /data && chown heshu /data
USER heshu
ENV HESHU_HOME=/app PREFECT_SERVER_ANALYTICS_ENABLED=false DO_NOT_TRACK=1
CMD ["heshu", "--help"]
