using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor bernoulli(Generator? generator = null) => Op.Bernoulli.Call(this, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Op.Bernoulli_Float.InPlace(this, p, generator);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Op.Bernoulli_Tensor.InPlace(this, p, generator);

        public Tensor binomial(Tensor prob, Generator? generator = null) => Op.Binomial.Call(this, prob, generator);

        public Tensor cauchy_(double median = 0, double sigma = 1, Generator? generator = null) => Op.Cauchy_.InPlace(this, median, sigma, generator);

        public Tensor exponential_(double lambda = 1, Generator? generator = null) => Op.Exponential_.InPlace(this, lambda, generator);

        public Tensor geometric_(double p, Generator? generator = null) => Op.Geometric_.InPlace(this, p, generator);

        public Tensor log_normal_(double mean = 0, double std = 1, Generator? generator = null) => Op.LogNormal_.InPlace(this, mean, std, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Op.Multinomial.Call(this, num_samples, replacement, generator);

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => Op.Normal_.InPlace(this, mean, std, generator);

        public Tensor poisson(Generator? generator = null) => Op.Poisson.Call(this, generator);

        public Tensor random_(double from, double to, Generator? generator = null) => Op.Random_From.InPlace(this, (long)from, (long)to, generator);

        public Tensor uniform_(double from, double to, Generator? generator = null) => Op.Uniform_.InPlace(this, from, to, generator);
    }
}
