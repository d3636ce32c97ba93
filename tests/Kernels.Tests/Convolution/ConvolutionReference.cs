using LiVOS.Runtime;

namespace LiVOS.Kernels.Tests;

/// <summary>A convolution as its definition says it, in double precision; and its weights in the kernels' panels.</summary>
internal static class ConvolutionReference
{
    /// <summary>[N, outHeight, outWidth, outChannels] of inputs whose channels are concatenated, and weights [out, size, size, in].</summary>
    public static double[] Compute(
        Tensor<float>[] inputs, float[] weight, float[] bias, int outChannels, int size, int stride, int padding, bool reluInput,
        Tensor<float>? residual, Epilogue epilogue)
    {
        Shape shape = inputs[0].Shape;
        int outHeight = (shape.Height + 2 * padding - size) / stride + 1, outWidth = (shape.Width + 2 * padding - size) / stride + 1;
        int inChannels = inputs.Sum(t => t.Shape.Channels);
        float[][] x = [.. inputs.Select(t => t.ToArray())];
        float[]? added = residual?.ToArray();
        var y = new double[shape.Objects * outHeight * outWidth * outChannels];
        for (int row = 0; row < y.Length / outChannels; row++)
        {
            int n = row / (outHeight * outWidth), oy = row / outWidth % outHeight, ox = row % outWidth;
            for (int o = 0; o < outChannels; o++)
            {
                double sum = bias[o];
                for (int ky = 0; ky < size; ky++)
                {
                    for (int kx = 0; kx < size; kx++)
                    {
                        int iy = oy * stride + ky - padding, ix = ox * stride + kx - padding;
                        if (iy < 0 || iy >= shape.Height || ix < 0 || ix >= shape.Width) continue;
                        int w = ((o * size + ky) * size + kx) * inChannels;
                        for (int i = 0; i < x.Length; i++)
                        {
                            int channels = inputs[i].Shape.Channels;
                            for (int c = 0; c < channels; c++, w++)
                            {
                                double value = x[i][((n * shape.Height + iy) * shape.Width + ix) * channels + c];
                                sum += weight[w] * (reluInput ? Math.Max(value, 0) : value);
                            }
                        }
                    }
                }

                double second = added is null ? 0 : added[(epilogue.ResidualIsShared ? row % (outHeight * outWidth) : row) * outChannels + o];
                if (epilogue.Residual == Residual.BeforeActivation) sum += second;
                sum = Activate(epilogue.Activation, sum);
                if (epilogue.Residual == Residual.AfterActivation) sum += second;
                y[row * outChannels + o] = sum;
            }
        }

        return y;
    }

    private static double Activate(Activation activation, double x) => activation switch
    {
        Activation.Relu => Math.Max(x, 0),
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.Gelu => x * NormalProbability(x),
        _ => x,
    };

    /// <summary>The normal distribution's cumulative probability, by Simpson's rule over its density.</summary>
    private static double NormalProbability(double x)
    {
        const int steps = 400;
        double h = x / steps, sum = 0;
        for (int i = 0; i <= steps; i++)
            sum += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-0.5 * i * h * i * h);
        return 0.5 + sum * h / 3 / Math.Sqrt(2 * Math.PI);
    }
}
