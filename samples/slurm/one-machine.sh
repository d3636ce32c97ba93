#!/bin/bash
# Runs segment.sbatch on a Slurm of this machine alone, and checks that all clips are done: a trial of the sample, not a cluster.
#     apt-get install slurmctld slurmd slurm-client munge
#     samples/slurm/one-machine.sh LIVOS [CLIPS]      as root; LIVOS is the program
# It starts daemons with files in a folder of their own, kills a task midway, submits again, and ends what it has started.
set -euo pipefail

LIVOS=$(realpath "${1:?the program livos}")
clips=${2:-6}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
export LIVOS SLURM_CONF=$work/slurm.conf
started=()
finish() { for ((i = ${#started[@]} - 1; i >= 0; i--)); do kill "${started[i]}" 2>/dev/null || true; done; sleep 1; rm -rf "$work"; }
trap finish EXIT

mkdir -p "$work"/{munge,state,spool}
chmod 755 "$work"; chmod 700 "$work/munge"
head -c 128 /dev/urandom >"$work/munge/key"; chmod 400 "$work/munge/key"
munged --foreground --force --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/pid" \
    --log-file="$work/munge/log" --seed-file="$work/munge/seed" & started+=($!)

cat >"$SLURM_CONF" <<CONF
ClusterName=one
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
NodeName=$(hostname) NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
CONF
slurmctld -D & started+=($!)
slurmd -D & started+=($!)
for _ in {1..60}; do sinfo -h -o %T 2>/dev/null | grep -q idle && break; sleep 1; done
sinfo

frames=$here/../blackswan/frames
{
    echo clip,masks,out
    for ((i = 0; i < clips; i++)); do echo "$frames,$here/../blackswan/truth/00000.png,out/clip-$i"; done
} >"$work/clips.csv"
cd "$work"
submit() { sbatch --parsable --array=0-2 "$here/segment.sbatch" clips.csv --size 240; }
done_now() { find out -name '*.done' 2>/dev/null | wc -l; }

job=$(submit)
echo "array $job; its second task is killed in the middle of its first clip"
until ls out/clip-1/00005.png >/dev/null 2>&1; do sleep 0.05; done
scancel --full --signal=KILL "${job}_1"
while squeue -h -j "$job" | grep -q .; do sleep 0.5; done
echo "$(done_now) of $clips clips are done"
[ "$(done_now)" -lt "$clips" ]

job=$(submit)
while squeue -h -j "$job" | grep -q .; do sleep 0.5; done
cat "livos-${job}"_*.log
echo "$(done_now) of $clips clips are done"
[ "$(done_now)" -eq "$clips" ]
for ((i = 1; i < clips; i++)); do diff -rq --exclude=.livos-run.json out/clip-0 "out/clip-$i"; done
echo "All are done, and all are the same."
