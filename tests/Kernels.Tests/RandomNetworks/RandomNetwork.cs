using LiVOS.Weights.Architectures;

namespace LiVOS.Kernels.Tests.RandomNetworks;

/// <summary>Small networks of random widths, counts and kinds.</summary>
internal static class RandomNetwork
{
    /// <summary>A network that kernels can compute.</summary>
    public static Architecture Fitting(Random random)
    {
        int perHead = 4 * random.Next(1, 4), heads = random.Next(1, 5);
        return new Architecture(
            Encoder(random, 3, Fitting), Encoder(random, 5, Fitting), perHead * heads, Fitting(), Fitting(), Fitting(), random.Next(1, 20), heads, Fitting(),
            TransformerBlocks: random.Next(1, 3));

        int Fitting() => 4 * random.Next(1, 9);
    }

    /// <summary>A network of any widths and heads, most of which do not fit.</summary>
    public static Architecture Any(Random random)
    {
        Architecture network = Fitting(random);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int odd = random.Next(2) == 0 ? 4 * random.Next(1, 18) : random.Next(1, 70);
            network = random.Next(9) switch
            {
                0 => network with { Dimension = odd },
                1 => network with { KeyWidth = odd },
                2 => network with { Width8 = odd },
                3 => network with { Width4 = odd },
                4 => network with { FeedForward = odd },
                5 => network with { Queries = odd },
                6 => network with { Image = Encoder(random, 3, () => random.Next(1, 40)) },
                7 => network with { Mask = Encoder(random, 5, () => random.Next(1, 40)) },
                _ => network with { Heads = random.Next(2) == 0 ? 1 << random.Next(8) : odd },
            };
        }

        return network;
    }

    private static ResNetShape Encoder(Random random, int input, Func<int> width)
    {
        int stem = width();
        StageShape Stage() => new(random.Next(1, 3), width());
        // Equal widths leave out the first stage's shortcut.
        StageShape first = random.Next(2) == 0 ? new StageShape(random.Next(1, 3), stem) : Stage();
        return new ResNetShape((BlockKind)random.Next(2), input, stem, first, Stage(), Stage());
    }
}
