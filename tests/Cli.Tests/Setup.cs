// Every run computes with all processors; two at a time would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
