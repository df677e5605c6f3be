using SerpentDsl.Architectures.Lra;
using SerpentDsl.Experiments;

return SerpentCommandLine.Run(args, typeof(SerpentS4ListOps).Assembly);
