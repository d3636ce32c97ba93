"""The commands, and what they write, in the engine."""
import io
import json
import subprocess
import tempfile
import unittest
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import torch
from PIL import Image

from livos import safetensors, weights
from livos.__main__ import main
from livos.network import LiVOS
from livos.resnet import ResNet
from livos.sequences import VALIDATION
from livos.trainer import Trainer

from .fixtures import SAMPLE, TINY, engine, moving_square, tiny_recipe


def write_data(folder: Path) -> Path:
    """Two sequences to train on and one to judge, laid out like DAVIS."""
    for name in ("one", "two", VALIDATION[0]):
        sequence = moving_square(name, 5)
        for kind in ("JPEGImages", "Annotations"):
            (folder / kind / name).mkdir(parents=True)
        for i, frame in enumerate(sequence.frames):
            Image.fromarray(frame.permute(1, 2, 0).numpy()).save(folder / "JPEGImages" / name / f"{i:05}.jpg")
            Image.fromarray(sequence.masks[i].numpy() * 255).save(folder / "Annotations" / name / f"{i:05}.png")
    return folder


def centres(run: Path) -> torch.Tensor:
    """What a run's keys are taught."""
    return torch.load(run / "latest.pt")["network"]["aux_computer.looks.centres"]


class CommandCase(unittest.TestCase):
    """Runs commands beside a temporary folder."""

    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        torch.manual_seed(5)

    def run_command(self, *arguments: object) -> tuple[int, str]:
        output = io.StringIO()
        with redirect_stdout(output), redirect_stderr(output):
            return main(["--threads", "1", *map(str, arguments)]), output.getvalue()


class CommandTests(CommandCase):
    def test_a_run_from_start_to_export(self) -> None:
        data, run, recipe = write_data(self.folder / "data"), self.folder / "run", self.folder / "recipe.json"
        recipe.write_text(json.dumps(tiny_recipe(batches=4).to_json()))
        encoder = self.folder / "encoder.safetensors"
        numbers = {name: tensor for name, tensor in ResNet(3, TINY.image).state_dict().items() if tensor.is_floating_point()}
        safetensors.write(encoder, numbers, {})
        code, said = self.run_command("train", run, "--data", data, "--recipe", recipe, "--encoder", encoder, "--workers", 0, "--evaluate-every", 2)
        self.assertEqual(code, 0, said)
        entries = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
        self.assertEqual([entry["batch"] for entry in entries if "loss" in entry], [1, 2, 3, 4])
        self.assertEqual([set(entry["j"]) for entry in entries if "j" in entry], 2 * [{VALIDATION[0], "mean"}])

        longer = self.folder / "longer.json"
        longer.write_text(json.dumps(tiny_recipe(batches=5).to_json()))
        self.assertEqual(self.run_command("resume", run, "--data", data, "--recipe", longer, "--workers", 0)[0], 0)
        self.assertEqual(json.loads((run / "log.jsonl").read_text().splitlines()[-1])["batch"], 5)

        other = self.folder / "other"
        recipe.write_text(json.dumps(tiny_recipe(batches=4, seed=2).to_json()))
        self.assertEqual(self.run_command("train", other, "--data", data, "--recipe", recipe, "--weights", run, "--workers", 0)[0], 0)
        self.assertTrue(torch.equal(centres(other), centres(run)))

        exported = self.folder / "tiny.safetensors"
        self.assertEqual(self.run_command("export", run, exported)[0], 0)
        code, table = self.run_command("evaluate", exported, run, "--data", data)
        self.assertEqual(code, 0, table)
        self.assertIn(f"| {VALIDATION[0]} |", table)
        self.assertNotIn("| one |", table)
        self.assertTrue(torch.equal(weights.load(exported).image_encoder.conv1.weight, numbers["conv1.weight"].half().float()))
        code, table = self.run_command("confidence", exported, "--data", data)
        self.assertEqual(code, 0, table)
        self.assertRegex(table, r"4 frames of objects, \d of them lost")
        self.assertIn("| mirror |", table)
        self.assertEqual(self.run_command("plot", run)[0], 0)
        self.assertIn("J on the validation split", (run / "log.svg").read_text())

    def test_runs_of_one_recipe_that_keep_keys_have_a_mean(self) -> None:
        data, recipe, start = write_data(self.folder / "data"), self.folder / "recipe.json", self.folder / "start.safetensors"
        recipe.write_text(json.dumps(tiny_recipe(batches=4, keep_keys=True).to_json()))
        weights.export(LiVOS(TINY), start, half=False)
        runs = [self.folder / "first", self.folder / "second"]
        for run, seed in zip(runs, ([], ["--seed", 7])):
            code, said = self.run_command("train", run, "--data", data, "--recipe", recipe, "--weights", start, "--workers", 0, *seed)
            self.assertEqual(code, 0, said)
        mean = self.folder / "mean.safetensors"
        self.assertEqual(self.run_command("average", start, *runs, "--output", mean)[0], 0)
        given, first, second, found = weights.load(start), *(Trainer.resume(run / "latest.pt").average for run in runs), weights.load(mean)
        for name in ("key_projector.layer1.weight", "image_encoder.conv1.weight"):
            self.assertTrue(torch.equal(found.state_dict()[name], given.state_dict()[name].half().float()), name)
        name = "pix_projector.layer.weight"
        each = [network.state_dict()[name] for network in (given, first, second)]
        self.assertFalse(torch.equal(each[1], each[2]))
        torch.testing.assert_close(found.state_dict()[name], torch.stack(each).mean(0), atol=1e-3, rtol=1e-3)

    def test_kept_keys_need_weights_that_have_them(self) -> None:
        recipe = self.folder / "recipe.json"
        recipe.write_text(json.dumps(tiny_recipe(keep_keys=True).to_json()))
        code, said = self.run_command("train", self.folder / "run", "--data", self.folder, "--recipe", recipe, "--encoder", "encoder.safetensors")
        self.assertEqual(code, 2)
        self.assertIn("name some with --weights", said)
        self.assertFalse((self.folder / "run").exists())

    def test_a_second_run_does_not_overwrite_the_first(self) -> None:
        (self.folder / "latest.pt").write_bytes(b"precious")
        code, said = self.run_command("train", self.folder, "--data", self.folder, "--recipe", "recipes/imagenet.json", "--encoder", "encoder.safetensors")
        self.assertEqual(code, 2)
        self.assertIn("already holds a run", said)
        self.assertEqual((self.folder / "latest.pt").read_bytes(), b"precious")

    def test_what_is_missing_is_named(self) -> None:
        for arguments in (["resume", self.folder, "--data", self.folder], ["plot", self.folder], ["export", self.folder, self.folder / "x"],
                          ["evaluate", self.folder / "none.safetensors", "--data", self.folder]):
            code, said = self.run_command(*arguments)
            self.assertEqual(code, 2, arguments)
            self.assertIn(str(self.folder), said)

    def test_exported_numbers_come_back(self) -> None:
        network, path = LiVOS(TINY), self.folder / "tiny.safetensors"
        weights.export(network, path, half=False)
        again = weights.load(path)
        for name, tensor in again.state_dict().items():
            if not name.startswith("aux_computer"):
                self.assertTrue(torch.equal(tensor, network.state_dict()[name]), name)
        tensors, metadata = safetensors.read(path)
        self.assertEqual(metadata["num_heads"], "8")
        self.assertFalse([name for name in tensors if name.startswith("aux_computer")])

    def test_weights_are_averaged(self) -> None:
        networks, paths = [LiVOS(TINY), LiVOS(TINY)], [self.folder / "one.safetensors", self.folder / "two.safetensors"]
        for network, path in zip(networks, paths):
            weights.export(network, path, half=False)
        self.assertEqual(self.run_command("average", *paths, "--output", self.folder / "mean.safetensors")[0], 0)
        bias = "mask_decoder.pred.bias"
        expected = sum(network.state_dict()[bias] for network in networks) / 2
        found = weights.load(self.folder / "mean.safetensors").state_dict()[bias]
        self.assertTrue(torch.allclose(found, expected, atol=1e-4))

    def test_what_is_equal_stays_as_it_is_in_a_mean(self) -> None:
        networks = [LiVOS(TINY), LiVOS(TINY)]
        encoder = networks[0].image_encoder.state_dict()
        encoder["conv1.weight"][0] = -0.0
        for network in networks:
            network.image_encoder.load_state_dict(encoder)
        found = weights.mean(networks).image_encoder.state_dict()["conv1.weight"]
        self.assertEqual(found.numpy().tobytes(), encoder["conv1.weight"].numpy().tobytes())

    def test_other_widths_have_no_mean(self) -> None:
        paths = [self.folder / "one.safetensors", self.folder / "two.safetensors"]
        weights.export(LiVOS(TINY), paths[0])
        weights.export(LiVOS(), paths[1])
        code, said = self.run_command("average", *paths, "--output", self.folder / "other.safetensors")
        self.assertEqual(code, 2, said)
        self.assertIn("different architectures", said)
        self.assertFalse((self.folder / "other.safetensors").exists())

    def test_the_engine_computes_the_same(self) -> None:
        livos = engine()
        if livos is None:
            self.skipTest("The engine is not built: dotnet build -c Release src/Cli")
        for half in (False, True):
            path, goldens = self.folder / f"tiny-{half}.safetensors", self.folder / f"goldens-{half}"
            network = LiVOS(TINY)
            with torch.no_grad():
                for name, buffer in network.named_buffers():
                    if name.endswith("running_var"):
                        buffer.uniform_(0.5, 1.5)
            weights.export(network, path, half)
            goldens.mkdir()
            code, said = self.run_command("record", path, SAMPLE, goldens / "tiny.safetensors", "--frames", 4)
            self.assertEqual(code, 0, said)
            result = subprocess.run([*livos, "verify", "--goldens", str(goldens), "--json"], capture_output=True, text=True)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
            self.assertTrue(json.loads(result.stdout)["right"], result.stdout)
