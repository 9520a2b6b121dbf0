#!/bin/sh
# What a person does who follows the manual: a unit of their own, a drop-in named override.conf, a daemon.json, DOCKER_HOST.
set -e
# shellcheck disable=SC2016  # what is between the quotes is for her shell
exec runuser -l alice -c '
set -e
units=$HOME/.config/systemd/user
mkdir -p $units/docker.service.d $HOME/.config/docker
cat > $units/docker.service <<END
[Unit]
Description=My own docker

[Service]
Environment=PATH=/usr/bin:/sbin:/usr/sbin:/bin
ExecStart=/usr/share/docker.io/contrib/dockerd-rootless.sh
Type=notify
NotifyAccess=all
Restart=always
KillMode=mixed
Delegate=yes

[Install]
WantedBy=default.target
END
cat > $units/docker.service.d/override.conf <<END
[Service]
Environment="DOCKERD_ROOTLESS_ROOTLESSKIT_NET=slirp4netns"
Environment="DOCKERD_ROOTLESS_ROOTLESSKIT_PORT_DRIVER=slirp4netns"
END
echo "{\"log-level\": \"warn\", \"max-concurrent-downloads\": 2}" > $HOME/.config/docker/daemon.json
echo "export DOCKER_HOST=unix:///run/user/$(id -u)/docker.sock" >> $HOME/.bashrc
systemctl --user daemon-reload
systemctl --user enable --now docker
docker -H unix:///run/user/$(id -u)/docker.sock info >/dev/null'
