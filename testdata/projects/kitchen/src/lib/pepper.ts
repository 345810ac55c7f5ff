export default "pepper";
