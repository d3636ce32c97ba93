using LiVOS.Media;

namespace LiVOS.Evaluation.DataSets;

/// <summary>How a data set lies in its folders, and its rules (docs/network.md#evaluation-protocol, #submissions).</summary>
public interface IDataSetLayout
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Finds and checks a data set.</summary>
    /// <param name="root">Its folder, as it is unpacked, or the folder above that the published code has it in.</param>
    /// <exception cref="MediaException">There is no such folder.</exception>
    /// <exception cref="DataSetException">All that is wrong with it.</exception>
    DataSet Open(string root);
}
