using SerpentDsl.Experiments;

return SerpentCommandLine.Run(args);
