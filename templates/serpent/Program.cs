return SerpentDsl.Experiments.SerpentCommandLine.Run(args);
