// Waiting threads of one test must not slow another's, and one test turns a process-wide switch.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
